using System.Diagnostics;
using System.Globalization;
using Connecto.Tests.Support;

namespace Connecto.Tests.Model;

/// <summary>
/// A planet on a real PostgreSQL does what a plain model says, whatever its users do. A failing run tells its seed; the
/// environment variable <c>CONNECTO_MODEL_SEEDS</c> plays given ones again, separated by commas.
/// </summary>
public sealed class PlanetModelTests(FreshDatabase database, ITestOutputHelper output) : IClassFixture<FreshDatabase>
{
    private const int StepsOfASeed = 200;

    // A silo that is replaced, as happens on the way, takes seconds on Microsoft Orleans.
#if ORLEANS_PACKAGES
    private static readonly int[] _seeds = [1];
#else
    private static readonly int[] _seeds = [1, 2, 5];
#endif

    [Fact]
    public Task A_planet_does_what_its_model_says() => PlayAsync(GivenSeeds() ?? [.. _seeds, Unforeseen()]);

    [Fact]
    [Trait("Category", "Long")]
    public Task A_planet_does_what_its_model_says_over_ten_thousand_steps()
    {
        var first = Unforeseen();
        return PlayAsync(Enumerable.Range(first, 10_000 / StepsOfASeed));
    }

    private async Task PlayAsync(IEnumerable<int> seeds)
    {
        await using var cluster = await PlanetCluster.StartAsync(database.ConnectionString);
        var began = Stopwatch.GetTimestamp();
        var steps = 0;
        foreach (var seed in seeds)
        {
            await ModelRun.PlayAsync(cluster, database.Source, seed, StepsOfASeed);
            steps += StepsOfASeed;
            output.WriteLine(
                $"seed {seed}: {StepsOfASeed} steps without a difference, {steps} in {Stopwatch.GetElapsedTime(began)}"
            );
        }
    }

    private static int[]? GivenSeeds() =>
        Environment.GetEnvironmentVariable("CONNECTO_MODEL_SEEDS") is { Length: > 0 } seeds
            ? [.. seeds.Split(',').Select(seed => int.Parse(seed, CultureInfo.InvariantCulture))]
            : null;

    private static int Unforeseen() => Random.Shared.Next(1_000, 1_000_000_000);
}
