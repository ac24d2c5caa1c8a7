using Connecto.Bench.Scenes;

namespace Connecto.Bench.Search;

/// <summary>
/// <c>search [--messages 1000000] [--planets 1000] [--queries 200] [--rounds 3] [--like 240] [--rate 1000] [--seconds 60]
/// [--only index,queries,load] [--json FILE] [--keep yes]</c>: what searches cost and take on a data set, against the query that
/// they replace, for at most <c>like</c> seconds; and indexing beside sends.
/// </summary>
internal static class SearchCommand
{
    private const string Kept = "search";

    public static async Task<int> RunAsync(Options options)
    {
        await using var database = await BenchDatabase.OpenAsync();
        if (database is null)
        {
            return BenchDatabase.Missing();
        }
        var only = options.Text("only")?.Split(',');
        var world = await SearchWorld.MakeAsync(
            database.Source,
            options.Number("messages", 1_000_000),
            options.Number("planets", 1_000)
        );
        var index = await IndexBuild.RunAsync(database);
        Report.Table(IndexResult.Header, [index.Row()]);
        await using var silo = await BenchSilo.StartAsync();
        var own = new OwnSearch(silo, world.UserId);
        QueryResult? queries = null;
        if (only?.Contains("queries") ?? true)
        {
            var asked = await AskedQueries.DrawAsync(database.Source, world, options.Number("queries", 200));
            queries = await new QueryTimes(own, new LikeSearch(database.Source, world.UserId)).MeasureAsync(
                asked,
                options.Number("rounds", 3),
                options.Seconds("like", 240)
            );
            Report.Table(QueryResult.Header, queries.Rows());
            Report.Table(QueryResult.KindHeader, queries.KindRows());
            queries.Comparison.Different.ToList().ForEach(Console.WriteLine);
        }
        IndexingResult? load = null;
        if (only?.Contains("load") ?? true)
        {
            load = await new IndexingLoad(database, silo, world, own).MeasureAsync(
                options.Number("rate", 1_000),
                options.Seconds("seconds", 60)
            );
            Report.Table(IndexingResult.Header, load.Rows());
        }
        var run = new SearchRun(
            database.Machine,
            database.Durability,
            world.Set.Planets.Sum(planet => planet.Plan.Messages),
            index,
            queries,
            load
        );
        await CompareAsync(options, run);
        return index.Held && queries?.Held != false && load?.Held != false ? 0 : 1;
    }

    private static async Task CompareAsync(Options options, SearchRun run)
    {
        if (await KeptRun.ReadAsync<SearchRun>(Kept) is { } kept)
        {
            Console.WriteLine($"Against {kept.Messages} messages on {kept.Machine}:");
            var before = kept.Compared;
            Report.Table(
                SceneComparison.Header,
                run.Compared.Where(figure => before.GetValueOrDefault(figure.Key) > 0)
                    .Select(figure => new SceneComparison(Kept, figure.Key, before[figure.Key], figure.Value).Row())
            );
        }
        await KeptRun.WriteAsync(options, Kept, run);
    }
}

/// <summary>All of one run, as it is kept; null is what was not measured.</summary>
internal sealed record SearchRun(
    Machine Machine,
    Durability Durability,
    int Messages,
    IndexResult Index,
    QueryResult? Queries,
    IndexingResult? Load
)
{
    /// <summary>What a later run is compared by.</summary>
    public IReadOnlyDictionary<string, double> Compared
    {
        get
        {
            var figures = new Dictionary<string, double>
            {
                ["messages indexed a second"] = Index.PerSecond,
                ["index, times the texts"] = Index.Times,
            };
            if (Queries is not null)
            {
                figures["a page, median ms"] = Median.Of(Queries.Pages);
                figures["a page, p95 ms"] = Queries.P95;
                figures["times as fast as ILIKE"] = Queries.Times;
                figures["frequent term, median ms"] = Median.Of(Queries.Frequent);
            }
            if (Load is not null)
            {
                figures["found after, p95 ms"] = Load.Found.P95;
                figures["cores of indexing"] = Load.Cores;
                figures["flooded sends, share"] = Load.FloodShare;
                figures["caught up, messages a second"] = Load.CatchUp;
            }
            return figures;
        }
    }
}
