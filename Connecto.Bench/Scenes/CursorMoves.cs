using System.Diagnostics;
using Connecto.Bench.Data;
using Connecto.Errors;
using Connecto.Ids;

namespace Connecto.Bench.Scenes;

/// <summary>
/// Every member of every planet but its owner moves his cursor on by one message, planet by planet, again and again. The calls go straight
/// to the planets' grains, as the hub makes them; some wait together for their answers.
/// </summary>
internal sealed class CursorMoves(BenchSilo silo, IReadOnlyList<DataPlanet> planets)
{
    private const int Movers = 8;
    private const int Together = 128;

    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(1);

    private readonly int[] _round = new int[Movers];
    private long _accepted;
    private long _refused;

    /// <summary>Moves that were accepted.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Moves that were refused; they leave a cursor behind.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Moves every cursor on by one, as fast as it goes.</summary>
    public Task OnceAsync() =>
        Task.WhenAll(Enumerable.Range(0, Movers).Select(mover => Task.Run(() => RoundAsync(mover))));

    /// <summary>Moves so many a second at most, all together, for so long.</summary>
    public Task RunAsync(double perSecond, TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        return Task.WhenAll(
            Enumerable
                .Range(0, Movers)
                .Select(mover =>
                    Task.Run(async () =>
                    {
                        for (var moved = 0L; Stopwatch.GetElapsedTime(started) < time; )
                        {
                            moved += await RoundAsync(mover, () => IsDueAsync(moved));
                        }
                    })
                )
        );

        async Task IsDueAsync(long moved)
        {
            while (moved * Movers > Stopwatch.GetElapsedTime(started).TotalSeconds * perSecond)
            {
                await Task.Delay(_look);
            }
        }
    }

    /// <summary>Where the cursors of a planet's members are to be.</summary>
    public long CursorOf(int planet) => _round[planet % Movers];

    private Task<int> RoundAsync(int mover) => RoundAsync(mover, () => Task.CompletedTask);

    // A whole round, so that all members of a planet stand at one message at its end.
    private async Task<int> RoundAsync(int mover, Func<Task> due)
    {
        await due();
        var seq = ++_round[mover];
        var moves = new List<Task>(Together);
        var count = 0;
        for (var i = mover; i < planets.Count; i += Movers)
        {
            foreach (var member in planets[i].Members.Skip(1))
            {
                moves.Add(MoveAsync(i, member, seq));
                count++;
                if (moves.Count == Together)
                {
                    await Task.WhenAll(moves);
                    moves.Clear();
                }
            }
        }
        await Task.WhenAll(moves);
        return count;
    }

    private async Task MoveAsync(int planet, Snowflake member, long seq)
    {
        try
        {
            await silo.Planet(planets[planet].Id).MarkRead(member, seq);
            Interlocked.Increment(ref _accepted);
        }
        catch (Exception failure) when (failure is ChatException or TimeoutException)
        {
            Interlocked.Increment(ref _refused);
        }
    }
}
