using System.Net.Sockets;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Connecto.Web.SignalR;

/// <summary>
/// A WebSocket. What is read passes through the framework's; frames are written past it, straight to the socket where
/// nothing lies between, such as TLS. Bytes go there only after the client has been heard, so after the answer to
/// its request.
/// </summary>
internal sealed class WebSocketTransport : HubTransport
{
    private readonly WebSocket _frames;
    private readonly Stream _stream;
    private readonly Socket? _socket;
    private readonly IHttpRequestLifetimeFeature _request;

    /// <param name="frames">Reads from <paramref name="stream"/> and writes nothing to it.</param>
    /// <param name="stream">What the request became by its upgrade.</param>
    /// <param name="request">The request, which lasts as long as the connection.</param>
    public WebSocketTransport(WebSocket frames, Stream stream, HttpContext request)
    {
        (_frames, _stream) = (frames, stream);
        // The request itself is gone once it has ended, and whoever cuts may come later.
        _request = request.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        if (request.Features.Get<ITlsHandshakeFeature>() is null)
        {
            _socket = request.Features.Get<IConnectionSocketFeature>()?.Socket;
        }
        // Of the calls that wait; those that are completed later do so as before.
        _socket?.Blocking = false;
    }

    public override async ValueTask<bool> WaitAsync()
    {
        var received = await _frames.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
        return received.MessageType != WebSocketMessageType.Close;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        while (true)
        {
            var received = await _frames.ReceiveAsync(buffer, CancellationToken.None);
            if (received.Count > 0 || received.MessageType == WebSocketMessageType.Close)
            {
                return received.Count;
            }
        }
    }

    public override ReadOnlyMemory<byte> BytesOf(OutgoingMessage message) => message.Framed;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_socket is null)
        {
            return _stream.WriteAsync(bytes);
        }
        try
        {
            var sent = _socket.Send(bytes.Span, SocketFlags.None, out var end);
            return end switch
            {
                SocketError.Success when sent == bytes.Length => default,
                SocketError.Success or SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable => SendRestAsync(
                    bytes[sent..].ToArray()
                ),
                // Whoever reads finds that it is broken.
                _ => default,
            };
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself meanwhile.
            return default;
        }
    }

    public override void Cut() => _request.Abort();

    private async ValueTask SendRestAsync(ReadOnlyMemory<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            rest = rest[await _socket!.SendAsync(rest, SocketFlags.None)..];
        }
    }
}
