using Orleans;

namespace Connecto.Storage.Profiling;

/// <summary>
/// A pool of connections, of one process or of several: how often somebody had to wait for one because all were in use, how many
/// do now, how many microseconds all have waited, and how many waits ended in a time-out. Of its connections so many are open
/// and idle, so many busy, and at most so many can be; <c>Lately</c> is what waits were within
/// <see cref="Admin.ClusterReports.Lately"/>. A process of an older build tells neither.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record PoolFigures(
    string Name,
    long Waits,
    int Waiting,
    long WaitedMicroseconds,
    long Timeouts,
    int Idle = 0,
    int Busy = 0,
    int Most = 0,
    PoolTally? Lately = null
)
{
    /// <summary>Of a wait, in milliseconds; zero where there was none.</summary>
    public double Mean => Waits == 0 ? 0 : WaitedMicroseconds / 1000.0 / Waits;

    /// <summary>The same pool of two processes.</summary>
    public PoolFigures With(PoolFigures other) =>
        this with
        {
            Waits = Waits + other.Waits,
            Waiting = Waiting + other.Waiting,
            WaitedMicroseconds = WaitedMicroseconds + other.WaitedMicroseconds,
            Timeouts = Timeouts + other.Timeouts,
            Idle = Idle + other.Idle,
            Busy = Busy + other.Busy,
            Most = Most + other.Most,
            Lately =
                Lately is null ? other.Lately
                : other.Lately is null ? Lately
                : Lately.With(other.Lately),
        };
}

/// <summary>Waits for connections, microseconds that they took together, and those that ended in a time-out.</summary>
[GenerateSerializer, Immutable]
public sealed record PoolTally(long Waits, long WaitedMicroseconds, long Timeouts)
{
    public static PoolTally None { get; } = new(0, 0, 0);

    /// <summary>Of a wait, in milliseconds; zero where there was none.</summary>
    public double Mean => Waits == 0 ? 0 : WaitedMicroseconds / 1000.0 / Waits;

    public PoolTally With(PoolTally other) =>
        new(Waits + other.Waits, WaitedMicroseconds + other.WaitedMicroseconds, Timeouts + other.Timeouts);
}
