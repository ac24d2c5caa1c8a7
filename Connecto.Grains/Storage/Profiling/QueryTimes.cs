using Connecto.Diagnostics;

namespace Connecto.Storage.Profiling;

/// <summary>What one query has taken since the process started, and lately. Any number of threads may add to it.</summary>
internal sealed class QueryTimes(string name, string sql, TimeProvider time)
{
    private readonly DurationMeter _times = new();
    private readonly RecentDurations _lately = new(time);
    private long _rows;

    public void Ran(TimeSpan took, long rows)
    {
        _times.Ran(took);
        _lately.Ran(took);
        Interlocked.Add(ref _rows, rows);
    }

    public void Failed()
    {
        _times.Failed();
        _lately.Failed();
    }

    public QueryProfile Profile() => new(name, sql, Interlocked.Read(ref _rows), _times.Read(), _lately.Read());
}
