using System.Globalization;
using Connecto.Bench.Data;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Connecto.Bench.Scenes;

/// <summary>
/// <c>counts [--messages 1000000] [--receipts 1000000] [--rounds 9] [--calls 200] [--json FILE]</c>: a page of 50 messages
/// with its counts from a planet's grain, in the silo that this process carries, against the same page with grouped counts
/// over as many rows. Both are called in process, one call at a time, and their answers are compared first.
/// </summary>
internal static class CountsCommand
{
    private const int Limit = 50;

    public static async Task<int> RunAsync(Options options)
    {
        await using var database = await BenchDatabase.OpenAsync();
        if (database is null)
        {
            return BenchDatabase.Missing();
        }
        var receipts = await MakeAsync(database.Source, options);
        await using var silo = await BenchSilo.StartAsync();
        var grouped = new GroupedCounts(
            silo.Services.GetRequiredService<MessageStore>(),
            silo.Services.GetRequiredService<Databases>()
        );
        var calls = options.Number("calls", 200);
        var pages = Draw(receipts.Planets, calls);
        await CompareAsync(silo, grouped, pages);
        var medians = await Turns.MeasureAsync(
            options.Number("rounds", 9),
            calls,
            call => NewestAsync(silo, pages[call]),
            call => grouped.NewestAsync(pages[call].Planet.Id, Limit),
            call => OlderAsync(silo, pages[call]),
            call => grouped.BeforeAsync(pages[call].Planet.Id, pages[call].Before, Limit),
            call => grouped.BeforeAtOnceAsync(pages[call].Planet.Id, pages[call].Before, Limit)
        );
        var result = new CountsResult(receipts.Count, medians[0], medians[1], medians[2], medians[3], medians[4]);
        Report.Table(CountsResult.Header, result.Rows());
        await Report.WriteAsync(
            options.Text("json"),
            new
            {
                database.Machine,
                database.Durability,
                result,
            }
        );
        return result.Held ? 0 : 1;
    }

    // Receipts of ordinary planets with a history to page through; they are told apart by it, not by their audience.
    private static async Task<ReceiptsMade> MakeAsync(NpgsqlDataSource source, Options options)
    {
        var plan = DataPlan.Spread(options.Number("messages", 1_000_000), 10_000, 1_000);
        var set = await DataSet.WriteAsync(source, plan, seed: 1, TimeProvider.System.GetUtcNow());
        var planets = set.Planets.Where(planet =>
            planet.Members.Length <= Receipts.MostMembers && planet.Plan.Messages > BenchSilo.Hot + (2 * Limit)
        );
        var made = await Receipts.MakeAsync(source, planets, options.Number("receipts", 1_000_000));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{plan.Messages} messages in {plan.Planets.Count} planets, {made.Count} receipts of {made.Planets.Count} of them"
            )
        );
        return made;
    }

    private static IReadOnlyList<PageOf> Draw(IReadOnlyList<DataPlanet> planets, int calls)
    {
        var random = new Random(1);
        return
        [
            .. Enumerable
                .Range(0, calls)
                .Select(call => planets[call % planets.Count])
                .Select(planet => new PageOf(planet, random.Next(Limit + 1, planet.Plan.Messages - BenchSilo.Hot))),
        ];
    }

    private static async Task CompareAsync(BenchSilo silo, GroupedCounts grouped, IReadOnlyList<PageOf> pages)
    {
        foreach (var page in pages)
        {
            Require(await NewestAsync(silo, page), await grouped.NewestAsync(page.Planet.Id, Limit));
            Require(await OlderAsync(silo, page), await grouped.BeforeAsync(page.Planet.Id, page.Before, Limit));
            Require(await OlderAsync(silo, page), await grouped.BeforeAtOnceAsync(page.Planet.Id, page.Before, Limit));
        }
    }

    private static void Require(MessagePage page, IReadOnlyList<CountedMessage> counted)
    {
        var own = page.Items.Select(message => new CountedMessage(
            message.Seq,
            message.Text,
            message.ReadCount,
            message.ReplyCount
        ));
        if (!own.SequenceEqual(counted))
        {
            throw new InvalidOperationException($"The counts before {counted[^1].Seq + 1} differ.");
        }
    }

    private static Task<MessagePage> NewestAsync(BenchSilo silo, PageOf page) =>
        silo.Planet(page.Planet.Id).Messages(page.Reader, new PageRequest(null, null, null, Limit));

    private static Task<MessagePage> OlderAsync(BenchSilo silo, PageOf page) =>
        silo.Planet(page.Planet.Id).Messages(page.Reader, new PageRequest(page.Before, null, null, Limit));

    private readonly record struct PageOf(DataPlanet Planet, long Before)
    {
        public Snowflake Reader => Planet.Members[0];
    }
}
