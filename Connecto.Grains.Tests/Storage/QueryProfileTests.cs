using System.Collections.Immutable;
using Connecto.Storage.Profiling;

namespace Connecto.Grains.Tests.Storage;

[Trait("Runtime", "Either")]
public sealed class QueryProfileTests
{
    private readonly QueryTimes _times = new("Store.Read", "SELECT 1", TimeProvider.System);

    [Fact]
    public void What_did_not_run_took_nothing()
    {
        var profile = _times.Profile();

        Assert.Equal((0, 0.0, 0.0), (profile.Times.Count, profile.Times.Mean, profile.Times.Percentile(0.99)));
    }

    [Theory]
    [InlineData(0.5, 500)]
    [InlineData(0.95, 950)]
    [InlineData(0.99, 990)]
    [InlineData(1, 1000)]
    public void Percentiles_are_right_within_10_percent(double share, double milliseconds)
    {
        for (var i = 1; i <= 1000; i++)
        {
            _times.Ran(TimeSpan.FromMilliseconds(i), rows: 2);
        }

        var profile = _times.Profile();

        Assert.Equal((1000, 2000, 1_000_000), (profile.Times.Count, profile.Rows, profile.Times.Longest));
        Assert.Equal(500.5, profile.Times.Mean, 0.001);
        Assert.InRange(profile.Times.Percentile(share), 0.9 * milliseconds, 1.1 * milliseconds);
    }

    [Fact]
    public void Times_that_are_out_of_bounds_are_counted_at_the_bounds()
    {
        _times.Ran(TimeSpan.Zero, 0);
        _times.Ran(TimeSpan.FromHours(1), 0);

        var profile = _times.Profile();

        Assert.Equal((1, 1), (profile.Times.Buckets[0], profile.Times.Buckets[^1]));
        Assert.Equal(TimeSpan.FromHours(1).TotalMicroseconds, profile.Times.Longest);
    }

    [Fact]
    public void Two_processes_make_one_profile()
    {
        var other = new QueryTimes("Store.Read", "SELECT 1", TimeProvider.System);
        _times.Ran(TimeSpan.FromMilliseconds(1), 1);
        other.Ran(TimeSpan.FromMilliseconds(100), 10);
        other.Failed();

        var both = _times.Profile().With(other.Profile());

        Assert.Equal((2, 11, 1, 100_000), (both.Times.Count, both.Rows, both.Times.Failures, both.Times.Longest));
        Assert.InRange(both.Times.Percentile(0.5), 0.9, 1.1);
        Assert.InRange(both.Times.Percentile(1), 90, 100);
    }

    [Fact]
    public async Task All_threads_are_counted()
    {
        await Parallel.ForAsync(
            1,
            10_001,
            (run, _) =>
            {
                _times.Ran(TimeSpan.FromMicroseconds(run), rows: 1);
                return ValueTask.CompletedTask;
            }
        );

        var profile = _times.Profile();

        Assert.Equal((10_000, 10_000, 10_000), (profile.Times.Count, profile.Rows, profile.Times.Longest));
    }
}
