using System.Collections.Concurrent;
using System.Collections.Immutable;
using Connecto.Admin;

namespace Connecto.Web.Calls;

/// <summary>
/// What calls of this node took within <see cref="ClusterReports.Lately"/>: in the half of it that runs and in the one before.
/// Safe for use by several threads.
/// </summary>
internal sealed class CallLog(TimeProvider time)
{
    internal static readonly TimeSpan Half = ClusterReports.Lately / 2;

    private readonly Lock _turning = new();
    private ConcurrentDictionary<(string Method, string Route), CallMeter> _former = [];
    private volatile ConcurrentDictionary<(string Method, string Route), CallMeter> _current = [];
    private long _began = time.GetTimestamp();

    /// <summary>A call is over.</summary>
    /// <param name="method">Of HTTP, or <c>hub</c>.</param>
    /// <param name="route">As it was mapped, of which there are few, or the hub's method.</param>
    /// <param name="took">Until the answer was made.</param>
    /// <param name="status">Of HTTP, or the one that belongs to the code.</param>
    public void Ended(string method, string route, TimeSpan took, int status) =>
        Current()
            .GetOrAdd((method, route), static call => new CallMeter($"{call.Method} {call.Route}"))
            .Ended(took, status);

    public ImmutableArray<CallTimes> Read()
    {
        var current = Current();
        lock (_turning)
        {
            return
            [
                .. _former
                    .Values.Concat(current.Values)
                    .Select(meter => meter.Read())
                    .GroupBy(call => call.Name)
                    .Select(same => same.Aggregate((one, another) => one.With(another))),
            ];
        }
    }

    private ConcurrentDictionary<(string Method, string Route), CallMeter> Current()
    {
        if (time.GetElapsedTime(Volatile.Read(ref _began)) < Half)
        {
            return _current;
        }
        lock (_turning)
        {
            var elapsed = time.GetElapsedTime(_began);
            if (elapsed >= Half)
            {
                _former = elapsed >= ClusterReports.Lately ? [] : _current;
                _current = [];
                Volatile.Write(ref _began, time.GetTimestamp());
            }
            return _current;
        }
    }
}
