using System.Collections.Concurrent;

namespace Connecto.Web.SignalR;

/// <summary>
/// Looks at every connection once a second, in place of timers of each: pings those that are quiet, and closes those
/// whose client is gone, stalls, or has a token that is over.
/// </summary>
internal sealed class HubWatch(TimeProvider time, ILogger<HubWatch> logger) : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<HubConnection, byte> _connections = new();

    private volatile bool _over;

    /// <summary>How many connections there are, whether their clients have shaken hands or not.</summary>
    public int Count => _connections.Count;

    public void Add(HubConnection connection)
    {
        _connections[connection] = 0;
        if (_over)
        {
            connection.CloseForReconnect(atOnce: true);
        }
    }

    public void Remove(HubConnection connection) => _connections.TryRemove(connection, out _);

    /// <summary>Closes all that are here, and who comes yet.</summary>
    public void CloseAll()
    {
        _over = true;
        foreach (var (connection, _) in _connections)
        {
            connection.CloseForReconnect(atOnce: true);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var (now, clock) = (time.GetTimestamp(), time.GetUtcNow());
            foreach (var (connection, _) in _connections)
            {
                Check(connection, now, clock);
            }
        }
    }

    // Whatever is wrong with one, the others are looked after.
    private void Check(HubConnection connection, long now, DateTimeOffset clock)
    {
        try
        {
            connection.Check(now, clock);
        }
        catch (Exception failure)
        {
            Log.NotLookedAfter(logger, failure);
        }
    }
}
