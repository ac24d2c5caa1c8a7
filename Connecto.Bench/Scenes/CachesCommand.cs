extern alias web;
using System.Globalization;
using Connecto.Bench.Data;
using Connecto.Caching;
using Connecto.Ids;
using Connecto.Travels;
using Connecto.Users;
using Microsoft.Extensions.DependencyInjection;
using web::Connecto.Web.Caching;

namespace Connecto.Bench.Scenes;

/// <summary>
/// <c>caches [--rounds 9] [--calls 2000] [--json FILE]</c>: what a web reads from PostgreSQL, against the same call of its cache once
/// that has it.
/// </summary>
internal static class CachesCommand
{
    private const int Listed = 20;
    private const double LeastTimes = 10;

    public static async Task<int> RunAsync(Options options)
    {
        await using var database = await BenchDatabase.OpenAsync();
        if (database is null)
        {
            return BenchDatabase.Missing();
        }
        var plan = DataPlan.Spread(messages: 20_000, users: 10_000, planets: 1_000);
        var set = await DataSet.WriteAsync(database.Source, plan, seed: 1, TimeProvider.System.GetUtcNow());
        await using var silo = await BenchSilo.StartAsync();
        var feed = new ChangeFeed(TimeProvider.System);
        using var cache = new NodeCache(
            Microsoft.Extensions.Options.Options.Create(new CachingOptions()),
            feed,
            TimeProvider.System
        );
        var (profiles, travels) = (
            silo.Services.GetRequiredService<ProfileStore>(),
            silo.Services.GetRequiredService<TravelLists>()
        );
        var user = set.Planets[0].Members[0];
        Func<Task<IReadOnlyCollection<Profile>>> profile = async () =>
            (await profiles.FindAsync([user], CancellationToken.None)).Values;
        Func<Task<List<Travel>>> popular = () => travels.PopularAsync(null, Listed, CancellationToken.None);

        var (rounds, calls) = (options.Number("rounds", 9), options.Number("calls", 2_000));
        double[][] medians =
        [
            await MeasureAsync(CacheKind.Profiles, CacheTags.User(user), profile),
            await MeasureAsync(CacheKind.Popular, CacheTags.PublicTravels, popular),
        ];
        var times = Array.ConvertAll(medians, median => median[0] / median[1]);
        Report.Table(
            ["reading", "from PostgreSQL, µs", "from the cache, µs", "times as fast", "asked"],
            [Row("a profile", medians[0]), Row("popular travels", medians[1])]
        );
        await Report.WriteAsync(
            options.Text("json"),
            new
            {
                database.Machine,
                database.Durability,
                medians,
                times,
            }
        );
        return times.Min() >= LeastTimes ? 0 : 1;

        async Task<double[]> MeasureAsync<T>(CacheKind kind, string tag, Func<Task<T>> read) =>
            [
                .. await Turns.MeasureAsync(
                    rounds,
                    calls,
                    _ => read(),
                    _ =>
                    {
                        // As the register does for a node every few seconds.
                        feed.Confirmed(new CacheStand(Guid.Empty, 0), TimeProvider.System.GetTimestamp());
                        return cache.GetOrCreateAsync(
                            kind,
                            tag,
                            async () => new Cached<T>(await read(), [tag]),
                            CancellationToken.None
                        );
                    }
                ),
            ];
    }

    private static string[] Row(string reading, double[] medians) =>
        [
            reading,
            Figure(medians[0], "F0"),
            Figure(medians[1], "F2"),
            Figure(medians[0] / medians[1], "F0"),
            Figure(LeastTimes, "F0"),
        ];

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
