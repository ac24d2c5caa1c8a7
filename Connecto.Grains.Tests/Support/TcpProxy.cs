using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Connecto.Tests.Support;

/// <summary>A network between the server under test and PostgreSQL that can fail when a test wants it to.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly NpgsqlConnectionStringBuilder _target;
    private readonly Task _accepting;
    private volatile bool _away;

    public TcpProxy(string connectionString)
    {
        _target = new NpgsqlConnectionStringBuilder(connectionString);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The target through this proxy.</summary>
    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder(_target.ConnectionString)
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        }.ConnectionString;

    /// <summary>Ends every connection and lets none through until <see cref="Restore"/>.</summary>
    public void Away()
    {
        _away = true;
        Cut();
    }

    public void Restore() => _away = false;

    /// <summary>Ends every connection, as seen from both sides.</summary>
    public void Cut()
    {
        foreach (var client in _open.Keys)
        {
            client.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Cut();
        await _accepting;
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
            _ = CarryAsync(client);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var server = new Socket(Target().AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        _open.TryAdd(client.Client, 0);
        _open.TryAdd(server, 0);
        try
        {
            if (_away)
            {
                return;
            }
            await server.ConnectAsync(Target());
            await using var stream = new NetworkStream(server);
            var there = client.GetStream().CopyToAsync(stream);
            var back = stream.CopyToAsync(client.GetStream());
            await await Task.WhenAny(there, back);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // The test cut it, or one side went.
        }
        finally
        {
            _open.TryRemove(client.Client, out _);
            _open.TryRemove(server, out _);
            client.Dispose();
        }
    }

    /// <summary>A host that is a path is the folder of a unix socket.</summary>
    private EndPoint Target() =>
        _target.Host!.StartsWith('/')
            ? new UnixDomainSocketEndPoint($"{_target.Host}/.s.PGSQL.{_target.Port}")
            : new IPEndPoint(Dns.GetHostAddresses(_target.Host, AddressFamily.InterNetwork)[0], _target.Port);
}
