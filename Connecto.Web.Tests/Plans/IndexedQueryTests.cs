using System.Globalization;
using System.Text;
using System.Text.Json;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Queries;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Plans;

/// <summary>
/// That no call of <c>queries.md</c> reads a big table or its index from the beginning to the end, or many rows of it
/// only to drop them: every table that grows holds 100,000 rows, the calls are made for real, and the plans by which PostgreSQL
/// really ran their statements are read from its log. Skipped where there is no auto_explain to write them there.
/// </summary>
[Trait("Runtime", "Either")]
public sealed class IndexedQueryTests(PostgresFixture postgres)
{
    private const int Many = 20;
    private const int Big = 50_000;

    /// <summary>Rows that one step of a plan may read in vain.</summary>
    private const int MostInVain = 1_000;

    /// <summary>Pages of 8 KiB that one step of a GET may read each time; an index of 100,000 ids has some 300 and more.</summary>
    private const int MostPages = 250;

    private const string Loops = "Actual Loops";

    /// <summary>It counts everything there is, for administrators, at most once in some seconds.</summary>
    private const string CountsAll = "GET /admin/stats";

    [Fact]
    public async Task Every_statement_of_every_call_finds_its_rows_by_an_index()
    {
        await using var database = await ExplainingServer.StartAsync();
        Assert.SkipWhen(database is null, "This machine's PostgreSQL, if it has one, comes without auto_explain.");
        var server = new RestServer(postgres);
        server.Server.Settings["ConnectionStrings:Postgres"] = database.ConnectionString;
        server.Server.Settings["RateLimits:SendsPerSecond"] = "100000";
        await using var _ = server;
        await server.InitializeAsync();
        var world = await QueryWorld.MakeAsync(server, Many);
        await database.ExecuteAsync(Filling());
        await database.ExecuteAsync("ANALYZE");
        var big = await database.BigTablesAsync(Big);
        Assert.Contains("users", big);
        Assert.Contains("messages_00", big);

        var wrong = new StringBuilder();
        var explained = 0;
        foreach (var row in QueryRow.All.Where(row => row.Call != CountsAll))
        {
            IReadOnlyList<JsonElement> plans = [];
            await world.CallAsync(row, () => database.Plans(), () => plans = database.Plans());
            explained += plans.Count;
            foreach (var plan in plans)
            {
                foreach (
                    var step in Costly(plan.GetProperty("Plan"), big, row.IsRead ? MostPages : double.MaxValue)
                        .Distinct()
                )
                {
                    var text = plan.GetProperty("Query Text").GetString()!.ReplaceLineEndings(" ");
                    wrong.AppendLine(CultureInfo.InvariantCulture, $"{row.Call}: {step}: {text}");
                }
            }
        }
        Assert.True(explained >= QueryRow.All.Count, $"Only {explained} statements were explained.");
        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    private static IEnumerable<string> Costly(JsonElement step, HashSet<string> big, double mostPages)
    {
        if (step.TryGetProperty("Relation Name", out var relation) && big.Contains(relation.GetString()!))
        {
            var inVain = InVain(step, "Rows Removed by Filter") + InVain(step, "Rows Removed by Index Recheck");
            var pages = (Figure(step, "Shared Hit Blocks") + Figure(step, "Shared Read Blocks")) / Figure(step, Loops);
            if (step.GetProperty("Node Type").GetString() == "Seq Scan" || inVain > MostInVain || pages > mostPages)
            {
                yield return $"{step.GetProperty("Node Type")} of {relation}, {inVain} rows in vain, {pages} pages a time";
            }
        }
        foreach (var part in step.TryGetProperty("Plans", out var parts) ? parts.EnumerateArray() : [])
        {
            foreach (var costly in Costly(part, big, mostPages))
            {
                yield return costly;
            }
        }
    }

    // The figure is that of one loop.
    private static double InVain(JsonElement step, string name) => Figure(step, name) * Figure(step, Loops);

    private static double Figure(JsonElement step, string name) =>
        step.TryGetProperty(name, out var figure) ? figure.GetDouble() : 0;

    private static string Filling()
    {
        using var stream = typeof(IndexedQueryTests).Assembly.GetManifestResourceStream(
            "Connecto.Web.Tests.Plans.filling.sql"
        )!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
