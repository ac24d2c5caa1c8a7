namespace Connecto.Bench.Load;

/// <summary>The connections of a run, kept alive while they are there.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int OpenedAtOnce = 64;

    // Each connection speaks up once in ten beats; the server expects that every 30 s.
    private const int Beats = 10;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly ITimer _keepAlive;
    private int _beat;

    private Crowd(ChatConnection[] connections)
    {
        Connections = connections;
        _keepAlive = TimeProvider.System.CreateTimer(_ => KeepAlive(), null, Beat, Beat);
    }

    public IReadOnlyList<ChatConnection> Connections { get; }

    /// <summary>Connects the world's first <paramref name="count"/> users and subscribes each to its planet.</summary>
    public static async Task<Crowd> OpenAsync(Uri server, LoadWorld world, int count, int window, LoadMeter meter)
    {
        var run = Guid.NewGuid().ToString("N")[..8];
        var connections = new ChatConnection[count];
        await Parallel.ForAsync(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce },
            async (i, _) =>
                connections[i] = await ChatConnection.OpenAsync(
                    server,
                    world.Tokens[i],
                    world.PlanetOf(i),
                    $"{run}-{i}",
                    window,
                    meter
                )
        );
        return new Crowd(connections);
    }

    /// <summary>Waits until no send is unanswered; 10 s at most.</summary>
    public async Task QuietAsync()
    {
        for (var i = 0; i < 1000 && Connections.Any(connection => connection.InFlight > 0); i++)
        {
            await Task.Delay(10);
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
