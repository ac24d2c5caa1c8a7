using Connecto.Admin;

namespace Connecto.Diagnostics;

/// <summary>
/// How long the runs of one thing took within <see cref="ClusterReports.Lately"/>: in the half of it that runs and in the one
/// before. Any number of threads may add to it.
/// </summary>
internal sealed class RecentDurations(TimeProvider time)
{
    private static readonly TimeSpan _half = ClusterReports.Lately / 2;

    private readonly Lock _turning = new();
    private DurationMeter? _former;
    private volatile DurationMeter _current = new();
    private long _began = time.GetTimestamp();

    public void Ran(TimeSpan took) => Current().Ran(took);

    public void Failed() => Current().Failed();

    public Durations Read()
    {
        var current = Current().Read();
        lock (_turning)
        {
            return _former is null ? current : _former.Read().With(current);
        }
    }

    private DurationMeter Current()
    {
        if (time.GetElapsedTime(Volatile.Read(ref _began)) < _half)
        {
            return _current;
        }
        lock (_turning)
        {
            var elapsed = time.GetElapsedTime(_began);
            if (elapsed >= _half)
            {
                _former = elapsed >= ClusterReports.Lately ? null : _current;
                _current = new DurationMeter();
                Volatile.Write(ref _began, time.GetTimestamp());
            }
            return _current;
        }
    }
}
