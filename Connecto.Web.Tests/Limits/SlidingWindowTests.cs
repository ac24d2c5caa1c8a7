using System.Threading.RateLimiting;
using Connecto.Tests.Support;
using Connecto.Web.Limits;

namespace Connecto.Web.Tests.Limits;

public sealed class SlidingWindowTests : IDisposable
{
    private readonly AdvancingTime _time = new();
    private readonly SlidingWindow _limiter;

    public SlidingWindowTests() => _limiter = new SlidingWindow(3, TimeSpan.FromSeconds(60), _time);

    public void Dispose() => _limiter.Dispose();

    [Fact]
    public void No_window_of_time_holds_more_permits_than_allowed()
    {
        Assert.True(Take(out _));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(Take(out _));
        Assert.True(Take(out _));
        Assert.False(Take(out _));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(Take(out _));
        Assert.False(Take(out _));
    }

    [Fact]
    public void The_time_to_wait_is_the_time_until_the_next_permit()
    {
        Take(out _);
        _time.Advance(TimeSpan.FromSeconds(20));
        Take(out _);
        Take(out _);

        Assert.False(Take(out var wait));

        Assert.Equal(TimeSpan.FromSeconds(40), wait);
        _time.Advance(wait - TimeSpan.FromMilliseconds(1));
        Assert.False(Take(out _));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(Take(out _));
    }

    [Fact]
    public void It_is_idle_once_a_whole_window_has_passed_unused()
    {
        Take(out _);
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Null(_limiter.IdleDuration);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(5), _limiter.IdleDuration);
        Assert.Equal(3, _limiter.GetStatistics().CurrentAvailablePermits);
    }

    private bool Take(out TimeSpan wait)
    {
        using var lease = _limiter.AttemptAcquire();
        lease.TryGetMetadata(MetadataName.RetryAfter, out wait);
        return lease.IsAcquired;
    }
}
