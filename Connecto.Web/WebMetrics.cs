using System.Diagnostics;
using System.Diagnostics.Metrics;
using Connecto.Diagnostics;
using Connecto.Errors;

namespace Connecto.Web;

/// <summary>What a web node counts. Names follow OpenTelemetry's.</summary>
internal static class WebMetrics
{
    public const string MeterName = "Connecto.Web";

    private static readonly Meter _meter = new(MeterName);

    private static long _open;
    private static long _delivered;

    private static readonly Counter<long> _deliveries = _meter.CreateCounter<long>(
        "connecto.hub.deliveries",
        "{delivery}",
        "Frames of planets put into connections' outboxes."
    );

    private static readonly Histogram<double> _calls = _meter.CreateHistogram(
        "connecto.hub.call.duration",
        "s",
        "Calls of the hub's methods until their answer was made, by method and by the code of those refused.",
        advice: DurationAdvice.Seconds
    );

    private static readonly Counter<long> _overflows = _meter.CreateCounter<long>(
        "connecto.hub.outbox.overflows",
        "{connection}",
        "Connections closed because they did not read what waited for them."
    );

    private static readonly Counter<long> _stalls = _meter.CreateCounter<long>(
        "connecto.hub.stalls",
        "{connection}",
        "Connections closed because their sockets took nothing for too long."
    );

    private static readonly Counter<long> _arrivalsRefused = _meter.CreateCounter<long>(
        "connecto.hub.arrivals.refused",
        "{client}",
        "Clients told to come again because too many were coming in."
    );

    private static readonly Counter<long> _gaps = _meter.CreateCounter<long>(
        "connecto.hub.gaps",
        "{gap}",
        "Times that a planet's events had to be fetched because a frame was missing."
    );

    private static readonly Counter<long> _resubscriptions = _meter.CreateCounter<long>(
        "connecto.hub.resubscriptions",
        "{subscription}",
        "Subscriptions that had to start anew because continuity could not be kept."
    );

    private static readonly Counter<long> _heads = _meter.CreateCounter<long>(
        "connecto.hub.heads",
        "{head}",
        "Heads of planets put into connections' outboxes."
    );

    private static readonly Counter<long> _typing = _meter.CreateCounter<long>(
        "connecto.hub.typing",
        "{call}",
        "Calls of Typing, by whether they were passed on or dropped."
    );

    private static readonly Counter<long> _presence = _meter.CreateCounter<long>(
        "connecto.hub.presence",
        "{change}",
        "Changes of presence that this node was told of."
    );

    private static readonly Counter<long> _presenceDeliveries = _meter.CreateCounter<long>(
        "connecto.hub.presence.deliveries",
        "{delivery}",
        "Messages of presence given to users."
    );

    private static readonly Counter<long> _cacheReads = _meter.CreateCounter<long>(
        "connecto.cache.reads",
        "{read}",
        "Readings through this node's cache, by kind and by whether they were hits."
    );

    private static readonly Counter<long> _cacheInvalidations = _meter.CreateCounter<long>(
        "connecto.cache.invalidations",
        "{value}",
        "Cached values that were given up because they had changed, by kind."
    );

    private static readonly UpDownCounter<long> _cacheEntries = _meter.CreateUpDownCounter<long>(
        "connecto.cache.entries",
        "{value}",
        "Values that this node's cache holds, by kind."
    );

    private static readonly Counter<long> _warmed = _meter.CreateCounter<long>(
        "connecto.cache.warmed",
        "{planet}",
        "Planets that were read into memory because this node started."
    );

    // Asked for, so that a node without a connection says 0 and not nothing: by this webs are scaled.
    static WebMetrics() =>
        _meter.CreateObservableUpDownCounter(
            "connecto.hub.connections",
            () => Volatile.Read(ref _open),
            "{connection}",
            "Sockets that are open now."
        );

    public static void Connected() => Interlocked.Increment(ref _open);

    public static void Disconnected() => Interlocked.Decrement(ref _open);

    /// <summary>What <c>connecto.hub.deliveries</c> stands at.</summary>
    public static long Deliveries => Volatile.Read(ref _delivered);

    public static void Delivered(int connections)
    {
        _deliveries.Add(connections);
        Interlocked.Add(ref _delivered, connections);
    }

    public static void Called(string method, TimeSpan took, ErrorCode? code)
    {
        var tags = new TagList { { "connecto.hub.method", method } };
        if (code is { } refused)
        {
            tags.Add("error.type", refused.Name());
        }
        _calls.Record(took.TotalSeconds, tags);
    }

    public static void OutboxOverflowed() => _overflows.Add(1);

    public static void Stalled() => _stalls.Add(1);

    public static void ArrivalRefused() => _arrivalsRefused.Add(1);

    public static void GapFound() => _gaps.Add(1);

    public static void Resubscribed() => _resubscriptions.Add(1);

    public static void HeadTold() => _heads.Add(1);

    public static void Typed(bool passed) => _typing.Add(1, new KeyValuePair<string, object?>("passed", passed));

    public static void PresenceHeard(int changes) => _presence.Add(changes);

    public static void PresenceTold() => _presenceDeliveries.Add(1);

    public static void CacheRead(string kind, bool isHit) =>
        _cacheReads.Add(
            1,
            new KeyValuePair<string, object?>("kind", kind),
            new KeyValuePair<string, object?>("hit", isHit)
        );

    public static void CacheInvalidated(string kind) =>
        _cacheInvalidations.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public static void CacheHolds(string kind, int more) =>
        _cacheEntries.Add(more, new KeyValuePair<string, object?>("kind", kind));

    public static void PlanetWarmed() => _warmed.Add(1);
}
