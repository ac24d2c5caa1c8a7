using System.Diagnostics;
using Connecto.Bench.Scenes;

namespace Connecto.Web.Tests.Scenes;

/// <summary>What is told of scenarios: percentiles, shares and how runs compare.</summary>
public sealed class SceneFiguresTests
{
    [Fact]
    public void Figures_tell_the_mean_the_percentiles_and_the_longest()
    {
        var meter = new SceneMeter();
        for (var milliseconds = 1; milliseconds <= 100; milliseconds++)
        {
            meter.Answered(milliseconds * Stopwatch.Frequency / 1_000);
        }
        meter.Failed("unavailable");
        meter.Failed("unavailable");

        var figures = meter.Figures(TimeSpan.FromSeconds(4));

        Assert.Equal(100, figures.Requests);
        Assert.Equal(25, figures.PerSecond);
        Assert.Equal(50.5, figures.Mean, tolerance: 0.001);
        Assert.Equal(100, figures.Longest, tolerance: 0.001);
        // A bucket is 1/64 wide.
        Assert.InRange(figures.P50, 49, 50);
        Assert.InRange(figures.P95, 93.5, 95);
        Assert.InRange(figures.P99, 97.4, 99);
        Assert.Equal(2, figures.Errors["unavailable"]);
    }

    [Fact]
    public void Nothing_answered_is_told_as_nothing()
    {
        var figures = new SceneMeter().Figures(TimeSpan.FromSeconds(1));

        Assert.Equal((0, 0, 0, 0), (figures.Requests, figures.Mean, figures.P95, figures.Longest));
    }

    [Fact]
    public void Metrics_are_read_with_their_labels_and_comments_are_passed_over()
    {
        var samples = MetricsText.Parse(
            """
            # TYPE connecto_cache_reads_total counter
            connecto_cache_reads_total{kind="travels",note="a \"b\", {c}"} 12 1700000000000
            up 1
            db_client_connection_pending_requests{db_client_connection_pool_name="connecto"} 2.5e1
            """
        );

        Assert.Equal(["connecto_cache_reads_total", "up", "db_client_connection_pending_requests"], Names());
        Assert.Equal([12, 1, 25], samples.Select(sample => sample.Value));
        Assert.Equal("travels", samples[0].Labels["kind"]);
        Assert.Equal("connecto", samples[2].Labels["db_client_connection_pool_name"]);

        IEnumerable<string> Names() => samples.Select(sample => sample.Name);
    }

    [Fact]
    public void Requests_that_wait_are_those_of_all_pools_or_not_told()
    {
        var samples = MetricsText.Parse(
            """
            db_client_connection_npgsql_pending_requests{db_client_connection_pool_name="connecto"} 2
            db_client_connection_npgsql_pending_requests{db_client_connection_pool_name="connecto-read"} 3
            """
        );

        Assert.Equal(5, ServerMetrics.Pending(samples));
        Assert.Null(ServerMetrics.Pending([]));
    }

    [Fact]
    public void Hit_rates_are_of_what_was_asked_meanwhile()
    {
        var before = MetricsText.Parse(
            $$"""
            {{CacheRates.Reads}}{kind="travels",hit="true"} 100
            {{CacheRates.Reads}}{kind="travels",hit="false"} 100
            {{CacheRates.Reads}}{kind="idle",hit="true"} 5
            """
        );
        var after = MetricsText.Parse(
            $$"""
            {{CacheRates.Reads}}{kind="travels",hit="true"} 190
            {{CacheRates.Reads}}{kind="travels",hit="false"} 110
            {{CacheRates.Reads}}{kind="idle",hit="true"} 5
            {{CacheRates.Reads}}{kind="cold",hit="false"} 3
            """
        );

        var rates = CacheRates.Between(before, after);

        Assert.Equal(new Dictionary<string, double> { ["travels"] = 0.9, ["cold"] = 0 }, rates);
    }

    [Fact]
    public void A_run_is_compared_figure_by_figure_with_the_same_scenarios_of_the_kept_one()
    {
        var kept = new[] { Result("everyday", perSecond: 500, mean: 4), Result("gone", perSecond: 1, mean: 1) };
        var now = new[] { Result("everyday", perSecond: 400, mean: 6), Result("new", perSecond: 1, mean: 1) };

        var comparison = SceneComparison.Of(kept, now);

        Assert.All(comparison, one => Assert.Equal("everyday", one.Scenario));
        Assert.Equal(
            new Dictionary<string, double> { ["requests a second"] = 0.8, ["mean ms"] = 1.5 },
            comparison.ToDictionary(one => one.Figure, one => one.Ratio)
        );
    }

    // Percentiles of 0 are those of no request, and not compared.
    private static SceneResult Result(string scenario, double perSecond, double mean) =>
        new(
            scenario,
            new SceneFigures(1, perSecond, mean, 0, 0, 0, 0, new Dictionary<string, int>()),
            new Dictionary<string, double>(),
            0,
            new Dictionary<string, double>()
        );
}
