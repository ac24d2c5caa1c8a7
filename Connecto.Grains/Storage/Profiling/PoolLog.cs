using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace Connecto.Storage.Profiling;

/// <summary>Connections of this process's pools, and who has waited for one since it started, as Npgsql counts them.</summary>
internal static class PoolLog
{
    private const string Pending = "db.client.connection.npgsql.pending_requests";
    private const string Timeouts = "db.client.connection.npgsql.timeouts";
    private const string Count = "db.client.connection.count";
    private const string Most = "db.client.connection.max";
    private const string State = "db.client.connection.state";
    private const string PoolName = "db.client.connection.pool.name";

    private static readonly ConcurrentDictionary<string, PoolWaits> _pools = new();
    private static readonly Lock _asking = new();
    private static readonly Dictionary<string, PoolUsage> _usage = [];
    private static readonly MeterListener _listener = Listen();

    /// <summary>Told of every wait that ended in a time-out, with the name of the pool.</summary>
    public static event Action<string>? TimedOut;

    /// <summary>Of all pools that are open, or for which somebody has waited.</summary>
    public static ImmutableArray<PoolFigures> Figures()
    {
        lock (_asking)
        {
            _usage.Clear();
            _listener.RecordObservableInstruments();
            foreach (var name in _usage.Keys)
            {
                Pool(name);
            }
            return
            [
                .. _pools
                    .Select(pool => pool.Value.Figures(pool.Key, _usage.GetValueOrDefault(pool.Key)))
                    .OrderBy(pool => pool.Name, StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>Counts from here on, at the latest.</summary>
    public static void Start() => _listener.Start();

    private static MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Npgsql" && instrument.Name is Pending or Timeouts or Count or Most)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>(Take);
        return listener;
    }

    private static void Take(
        Instrument instrument,
        int change,
        ReadOnlySpan<KeyValuePair<string, object?>> tags,
        object? state
    )
    {
        var (name, use) = ("", "");
        foreach (var (key, value) in tags)
        {
            name = key == PoolName ? (string?)value ?? "" : name;
            use = key == State ? (string?)value ?? "" : use;
        }
        switch (instrument.Name)
        {
            case Pending:
                Pool(name).Changed(change);
                break;
            case Timeouts:
                Pool(name).TimedOut();
                TimedOut?.Invoke(name);
                break;
            default:
                // Asked for by Figures alone. Several pools may have one name.
                var usage = _usage.GetValueOrDefault(name);
                _usage[name] =
                    instrument.Name == Most ? usage with { Most = usage.Most + change }
                    : use == "idle" ? usage with { Idle = usage.Idle + change }
                    : usage with { Busy = usage.Busy + change };
                break;
        }
    }

    private static PoolWaits Pool(string name) => _pools.GetOrAdd(name, _ => new PoolWaits(TimeProvider.System));
}
