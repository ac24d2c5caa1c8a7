using Connecto.Delivery;

namespace Connecto.Web.Chat;

/// <summary>
/// Makes sends again that are long without an answer. Of a cluster: the silo through which this node spoke to a planet may
/// hang, and nobody knows that for the first seconds.
/// </summary>
internal sealed class LateSends(PlanetSenders senders, WebNode node) : Round(node.Time)
{
    /// <summary>Longer than an honest answer takes but while PostgreSQL is away.</summary>
    private static readonly TimeSpan _late = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan _look = TimeSpan.FromSeconds(1);

    protected override TimeSpan First => _look;

    protected override Task<TimeSpan> RunAsync(CancellationToken stoppingToken)
    {
        senders.CallLateAgain(_late);
        return Task.FromResult(_look);
    }
}
