using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;

namespace Connecto.Web.Limits;

/// <summary>
/// At most so many permits in any window of time, exactly: it remembers when each of the last was given (the sliding
/// window log). The framework's own sliding window moves in segments and cannot say when the next permit is free; this
/// one can, which is what <c>Retry-After</c> is for. Permits are not queued for.
/// </summary>
internal sealed class SlidingWindow(int permits, TimeSpan window, TimeProvider time) : RateLimiter
{
    private readonly Lock _lock = new();
    private readonly Queue<long> _given = new();
    private long _used = time.GetTimestamp();
    private long _granted;
    private long _refused;

    /// <summary>How long it has been as if never used.</summary>
    public override TimeSpan? IdleDuration
    {
        get
        {
            var idle = time.GetElapsedTime(Volatile.Read(ref _used)) - window;
            return idle > TimeSpan.Zero ? idle : null;
        }
    }

    public override RateLimiterStatistics GetStatistics()
    {
        lock (_lock)
        {
            Forget(time.GetTimestamp());
            return new RateLimiterStatistics
            {
                CurrentAvailablePermits = permits - _given.Count,
                TotalSuccessfulLeases = _granted,
                TotalFailedLeases = _refused,
            };
        }
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            Forget(now);
            if (_given.Count + permitCount <= permits)
            {
                _granted++;
                _used = now;
                for (var permit = 0; permit < permitCount; permit++)
                {
                    _given.Enqueue(now);
                }
                return Lease.Given;
            }
            _refused++;
            return new Lease(_given.TryPeek(out var oldest) ? window - time.GetElapsedTime(oldest, now) : window);
        }
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(
        int permitCount,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(AttemptAcquireCore(permitCount));

    private void Forget(long now)
    {
        while (_given.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) >= window)
        {
            _given.Dequeue();
        }
    }

    private sealed class Lease(TimeSpan? retryAfter) : RateLimitLease
    {
        public static readonly Lease Given = new(null);

        public override bool IsAcquired => retryAfter is null;

        public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
            return metadata is not null;
        }
    }
}
