using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;

namespace Connecto.Web.Tests.Support;

/// <summary>How a <see cref="HubClient"/> differs from a usual one.</summary>
public sealed record HubClientOptions
{
    /// <summary>How often it says that it is there, once it reads.</summary>
    public TimeSpan PingsEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often it sends a WebSocket's ping, whose pong it waits for.</summary>
    public TimeSpan? KeepAliveEvery { get; init; }

    /// <summary>Bytes that its system takes while it does not read; null is as many as the system likes.</summary>
    public int? ReceiveBuffer { get; init; }

    /// <summary>The one certificate that it takes for good, whoever signed it.</summary>
    public X509Certificate2? Trusted { get; init; }

    /// <summary>One that takes little ahead of its reading, so that it is soon found not to read.</summary>
    public static HubClientOptions Narrow { get; } = new() { ReceiveBuffer = 16 * 1024 };

    internal HttpMessageInvoker Connect(ClientWebSocketOptions socket)
    {
        if (KeepAliveEvery is { } every)
        {
            (socket.KeepAliveInterval, socket.KeepAliveTimeout) = (every, HubClient.Patience);
        }
        var handler = new SocketsHttpHandler { ConnectCallback = ConnectAsync };
        if (Trusted is { } trusted)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => trusted.Equals(shown);
        }
        return new HttpMessageInvoker(handler);
    }

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellationToken
    )
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (ReceiveBuffer is { } bytes)
            {
                socket.ReceiveBufferSize = bytes;
            }
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
