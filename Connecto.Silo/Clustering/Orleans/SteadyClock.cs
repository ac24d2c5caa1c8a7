namespace Connecto.Silo.Clustering;

/// <summary>
/// The time that the machine had when this began and what has passed since, whatever becomes of the machine's clock.
/// Orleans plans its probes and its signs of life by the time of day: a clock that is set back by minutes would have
/// nobody probed for as long.
/// </summary>
internal sealed class SteadyClock(TimeProvider machine) : TimeProvider
{
    private readonly DateTimeOffset _began = machine.GetUtcNow();
    private readonly long _since = machine.GetTimestamp();

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _began + machine.GetElapsedTime(_since);

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);
}
