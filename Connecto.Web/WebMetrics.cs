using System.Diagnostics;
using System.Diagnostics.Metrics;
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
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
        }
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
}
