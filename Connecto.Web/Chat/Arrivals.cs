using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Chat;

/// <summary>
/// Lets clients come in a few at a time, in the order in which they came, so that thousands who come back at once take
/// no more of the node than those who are here can spare. Who would wait too long is told when to try again, each
/// another time.
/// </summary>
internal sealed class Arrivals(IOptions<ChatOptions> options) : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(
        new ConcurrencyLimiterOptions
        {
            PermitLimit = options.Value.ArrivingTogether,
            QueueLimit = options.Value.ArrivalsWaiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }
    );

    /// <summary>How many wait for their turn.</summary>
    public long Waiting => _limiter.GetStatistics()!.CurrentQueuedCount;

    /// <summary>Seconds after which one who was refused is to come again.</summary>
    public int RetryAfter => 1 + Random.Shared.Next((int)options.Value.ArrivalsSpread.TotalSeconds);

    /// <summary>Waits for a turn; null where too many wait already.</summary>
    public async ValueTask<Arrival?> EnterAsync(CancellationToken cancellationToken)
    {
        var lease = await _limiter.AcquireAsync(1, cancellationToken);
        if (lease.IsAcquired)
        {
            return new Arrival(lease);
        }
        lease.Dispose();
        WebMetrics.ArrivalRefused();
        return null;
    }

    public void Dispose() => _limiter.Dispose();
}

/// <summary>A client that is coming in. Ended once it is here, or gone; more than once does no harm.</summary>
internal sealed class Arrival(RateLimitLease lease)
{
    private RateLimitLease? _lease = lease;

    public void End() => Interlocked.Exchange(ref _lease, null)?.Dispose();
}
