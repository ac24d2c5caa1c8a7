using Orleans;

namespace Connecto.Storage.Profiling;

/// <summary>
/// A pool of connections, of one process or of several: how often somebody had to wait for one because all were in use, how many
/// do now, how many microseconds all have waited, and how many waits ended in a time-out.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record PoolFigures(string Name, long Waits, int Waiting, long WaitedMicroseconds, long Timeouts)
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
        };
}
