using System.Diagnostics;

namespace Connecto.Bench.Load;

/// <summary>The connections of a run, kept alive while they are there.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int OpenedAtOnce = 64;

    // Each connection speaks up once in ten beats; the server expects that every 30 s.
    private const int Beats = 10;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly LoadMeter _meter;
    private readonly ITimer _keepAlive;
    private int _beat;

    private Crowd(ChatConnection[] connections, LoadMeter meter)
    {
        (Connections, _meter) = (connections, meter);
        _keepAlive = TimeProvider.System.CreateTimer(_ => KeepAlive(), null, Beat, Beat);
    }

    public IReadOnlyList<ChatConnection> Connections { get; }

    /// <summary>Connects the world's first <paramref name="count"/> users and subscribes each to its planet.</summary>
    public static Task<Crowd> OpenAsync(Uri server, LoadWorld world, int count, int window, LoadMeter meter) =>
        OpenAsync(server, world, 0, count, window, meter);

    /// <summary>Connects these users of the world and subscribes each to its planet.</summary>
    /// <param name="server">Its base address.</param>
    /// <param name="world">Whose users they are.</param>
    /// <param name="first">The first user.</param>
    /// <param name="count">How many.</param>
    /// <param name="window">Most unanswered sends of each.</param>
    /// <param name="meter">What counts.</param>
    /// <param name="padding">Characters that each message holds besides.</param>
    public static async Task<Crowd> OpenAsync(
        Uri server,
        LoadWorld world,
        int first,
        int count,
        int window,
        LoadMeter meter,
        int padding = 64
    )
    {
        var run = Guid.NewGuid().ToString("N")[..8];
        var text = new string('x', padding);
        var connections = new ChatConnection[count];
        for (var i = 0; i < count; i++)
        {
            var user = first + i;
            connections[i] = new ChatConnection(meter, world.PlanetOf(user), $"{run}-{user}", window, text);
        }

        // Kept alive from now on: those who come first wait for the others.
        var crowd = new Crowd(connections, meter);
        await Parallel.ForAsync(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce },
            async (i, _) => await connections[i].ConnectAsync(server, world.Tokens[first + i])
        );
        return crowd;
    }

    /// <summary>From now on the first connections keep their windows full.</summary>
    public void BeginFlood(int senders)
    {
        foreach (var connection in Connections.Take(senders))
        {
            connection.Flooding = true;
            connection.Fill();
        }
    }

    /// <summary>From now on nobody sends again because he was answered.</summary>
    public void EndFlood()
    {
        foreach (var connection in Connections)
        {
            connection.Flooding = false;
        }
    }

    /// <summary>
    /// Waits until no send is unanswered and everybody has seen what was acknowledged, 30 s at most; what is missing then,
    /// and who is no longer connected, is counted.
    /// </summary>
    public async Task SettleAsync()
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Patience; )
        {
            if (Connections.All(connection => connection is { InFlight: 0, Missing: 0 }))
            {
                break;
            }

            await Task.Delay(Look);
        }

        _meter.Order.Missed(Connections.Sum(connection => connection.Missing));
        foreach (var _ in Connections.Where(connection => connection.Ended))
        {
            _meter.Order.Closed();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _keepAlive.DisposeAsync();
        foreach (var connection in Connections)
        {
            await connection.DisposeAsync();
        }
    }

    private void KeepAlive()
    {
        for (var i = _beat++ % Beats; i < Connections.Count; i += Beats)
        {
            Connections[i].KeepAlive();
        }
    }
}
