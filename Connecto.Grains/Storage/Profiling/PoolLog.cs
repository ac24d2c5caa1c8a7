using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace Connecto.Storage.Profiling;

/// <summary>Who has waited for a connection of this process's pools since it started, as Npgsql counts it.</summary>
internal static class PoolLog
{
    private const string Pending = "db.client.connection.npgsql.pending_requests";
    private const string Timeouts = "db.client.connection.npgsql.timeouts";
    private const string PoolName = "db.client.connection.pool.name";

    private static readonly ConcurrentDictionary<string, PoolWaits> _pools = new();
    private static readonly MeterListener _listener = Listen();

    /// <summary>Told of every wait that ended in a time-out, with the name of the pool.</summary>
    public static event Action<string>? TimedOut;

    /// <summary>Of the pools for which somebody has waited.</summary>
    public static ImmutableArray<PoolFigures> Figures() =>
        [.. _pools.Select(pool => pool.Value.Figures(pool.Key)).OrderBy(pool => pool.Name)];

    /// <summary>Counts from here on, at the latest.</summary>
    public static void Start() => _listener.Start();

    private static MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Npgsql" && instrument.Name is Pending or Timeouts)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>(Count);
        return listener;
    }

    private static void Count(
        Instrument instrument,
        int change,
        ReadOnlySpan<KeyValuePair<string, object?>> tags,
        object? state
    )
    {
        var name = "";
        foreach (var (key, value) in tags)
        {
            name = key == PoolName ? (string?)value ?? "" : name;
        }
        var pool = _pools.GetOrAdd(name, _ => new PoolWaits());
        if (instrument.Name == Pending)
        {
            pool.Changed(change);
            return;
        }
        pool.TimedOut();
        TimedOut?.Invoke(name);
    }
}
