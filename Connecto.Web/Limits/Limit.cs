using System.Threading.RateLimiting;
using Connecto.Errors;

namespace Connecto.Web.Limits;

/// <summary>One bound for each key. Keys that were not used for a whole window are forgotten.</summary>
internal sealed class Limit<TKey>(int permits, TimeSpan window, TimeProvider time) : IDisposable
    where TKey : notnull
{
    private readonly PartitionedRateLimiter<TKey> _limiter = PartitionedRateLimiter.Create<TKey, TKey>(key =>
        RateLimitPartition.Get(key, _ => new SlidingWindow(permits, window, time))
    );

    /// <exception cref="ChatException"><see cref="ErrorCode.RateLimited"/>, with the time until the next permit.</exception>
    public void Take(TKey key)
    {
        using var lease = _limiter.AttemptAcquire(key);
        if (!lease.IsAcquired)
        {
            lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter);
            throw new ChatException(ErrorCode.RateLimited, retryAfter: retryAfter);
        }
    }

    public void Dispose() => _limiter.Dispose();
}
