using System.Diagnostics.Metrics;

namespace Connecto.Web;

/// <summary>What a web node counts. Names follow OpenTelemetry's.</summary>
internal static class WebMetrics
{
    public const string MeterName = "Connecto.Web";

    private static readonly Meter _meter = new(MeterName);

    private static readonly UpDownCounter<long> _connections = _meter.CreateUpDownCounter<long>(
        "connecto.hub.connections",
        "{connection}",
        "Sockets that are open now."
    );

    private static readonly Counter<long> _deliveries = _meter.CreateCounter<long>(
        "connecto.hub.deliveries",
        "{delivery}",
        "Frames of planets put into connections' outboxes."
    );

    private static readonly Counter<long> _overflows = _meter.CreateCounter<long>(
        "connecto.hub.outbox.overflows",
        "{connection}",
        "Connections closed because they did not read what waited for them."
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

    public static void Connected() => _connections.Add(1);

    public static void Disconnected() => _connections.Add(-1);

    public static void Delivered(int connections) => _deliveries.Add(connections);

    public static void OutboxOverflowed() => _overflows.Add(1);

    public static void GapFound() => _gaps.Add(1);

    public static void Resubscribed() => _resubscriptions.Add(1);
}
