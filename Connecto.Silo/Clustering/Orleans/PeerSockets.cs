using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Hosting;

namespace Connecto.Silo.Clustering;

/// <summary>
/// TCP among silos and from clients to silos that gives a connection up once the other side has taken nothing for a
/// while. TCP alone tries for a quarter of an hour: a call that got no answer over a cut network would be carried out
/// when the network heals, long after its caller made it again and perhaps undid it.
/// </summary>
internal static class PeerSockets
{
    private const int Backlog = 512;
    private const int KeepAliveSeconds = 30;

    // Of Linux, tcp(7): milliseconds that sent bytes may stay without an acknowledgement, or wait for a full receiver.
    private const int TcpUserTimeout = 18;

    /// <summary>Sets how long the other side of a connection may take nothing of what it is sent; works on Linux.</summary>
    public static ISiloBuilder GiveUpSilentPeers(this ISiloBuilder silo, TimeSpan after)
    {
        Replace<IConnectionFactory>(silo.Services, logs => new Caller(after, logs));
        Replace<IConnectionListenerFactory>(silo.Services, logs => Listener(after, logs));
        return silo;
    }

    /// <inheritdoc cref="GiveUpSilentPeers(ISiloBuilder, TimeSpan)"/>
    public static IClientBuilder GiveUpSilentPeers(this IClientBuilder client, TimeSpan after)
    {
        Replace<IConnectionFactory>(client.Services, logs => new Caller(after, logs));
        return client;
    }

    // Orleans keeps its own under keys that it does not show; the last one that is added under a key is taken.
    private static void Replace<T>(IServiceCollection services, Func<ILoggerFactory, T> ours)
        where T : class
    {
        var keys = services
            .Where(service => service.ServiceType == typeof(T) && service.IsKeyedService)
            .Select(service => service.ServiceKey)
            .ToList();
        if (keys.Count == 0)
        {
            throw new InvalidOperationException($"This Orleans does not ask for {typeof(T).Name}.");
        }
        foreach (var key in keys)
        {
            services.AddKeyedSingleton(key, (provider, _) => ours(provider.GetRequiredService<ILoggerFactory>()));
        }
    }

    private static SocketTransportFactory Listener(TimeSpan giveUp, ILoggerFactory logs) =>
        new(
            Options.Create(
                new SocketTransportOptions
                {
                    Backlog = Backlog,
                    CreateBoundListenSocket = endpoint =>
                    {
                        // What it accepts inherits the option.
                        var socket = NewSocket(endpoint, giveUp);
                        socket.Bind(endpoint);
                        return socket;
                    },
                }
            ),
            logs
        );

    private static Socket NewSocket(EndPoint endpoint, TimeSpan giveUp)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            // What was not sent when it is closed is not sent later either.
            LingerState = new LingerOption(enable: true, seconds: 0),
        };
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
        if (OperatingSystem.IsLinux())
        {
            var milliseconds = (int)Math.Ceiling(giveUp.TotalMilliseconds);
            socket.SetRawSocketOption((int)ProtocolType.Tcp, TcpUserTimeout, BitConverter.GetBytes(milliseconds));
        }
        return socket;
    }

    private sealed class Caller(TimeSpan giveUp, ILoggerFactory logs) : IConnectionFactory, IDisposable
    {
        private readonly SocketConnectionContextFactory _connections = new(
            new SocketConnectionFactoryOptions(),
            logs.CreateLogger(typeof(PeerSockets))
        );

        public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellation)
        {
            var socket = NewSocket(endpoint, giveUp);
            try
            {
                await socket.ConnectAsync(endpoint, cancellation);
                return _connections.Create(socket);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        public void Dispose() => _connections.Dispose();
    }
}
