using System.Text;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;
using Npgsql;

namespace Connecto.Web.Tests.Queries;

/// <summary>
/// That no route sends more commands to PostgreSQL than <c>queries.md</c> says (2, unless it says why), and as many for
/// 100 items as for 1. All commands to the server's own database are counted that Npgsql traces between the start of
/// the call and its answer, wherever in the process they were sent: grains and writer lanes do not run as part of the
/// request. The server does nothing else meanwhile but what it does by the clock (leases, flushes), which can only add;
/// so each call is made several times, and the fewest count. The first one also warms up what is kept in memory, such
/// as sessions and active planets.
/// </summary>
[Trait("Runtime", "Either")]
public sealed class QueryCountTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Many = 100;
    private const int Times = 3;

    private readonly RestServer _server = new(postgres);

    public ValueTask InitializeAsync()
    {
        _server.Server.Settings["RateLimits:SendsPerSecond"] = "100000";
        // What is cached asks nothing, however it would ask.
        _server.Server.Settings["Caching:Entries"] = "0";
        return _server.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public void Every_route_has_a_row()
    {
        var rows = QueryRow.All.Select(row => RouteShape.Of(row.Call)).ToHashSet();
        var calls = MappedRoutes.Calls(_server.Server.Services).Where(call => !rows.Contains(RouteShape.Of(call)));
        Assert.Equal("", string.Join('\n', calls));
    }

    [Fact]
    public async Task No_route_asks_more_than_it_may_and_none_asks_more_for_more_items()
    {
        using var commands = new SqlCommands(Database);
        var one = await QueryWorld.MakeAsync(_server, 1);
        var many = await QueryWorld.MakeAsync(_server, Many);
        var wrong = new StringBuilder();
        foreach (var row in QueryRow.All)
        {
            var few = await FewestAsync(one, row, commands);
            var more = await FewestAsync(many, row, commands);
            // What the server does of its own may have come between each time.
            for (var again = 0; again < Times && IsWrong(row, few, more); again++)
            {
                few = Fewer(few, await FewestAsync(one, row, commands));
                more = Fewer(more, await FewestAsync(many, row, commands));
            }
            if (IsWrong(row, few, more))
            {
                wrong.AppendLine(null, $"{row.Call}: {few.Count} for 1 item, {more.Count} for {Many}");
                wrong
                    .AppendJoin('\n', more.Take(10).Select(text => $"    {text.ReplaceLineEndings(" ")}"))
                    .AppendLine();
            }
        }
        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    private string Database => new NpgsqlConnectionStringBuilder(_server.Server.ConnectionString).Database!;

    private static async Task<IReadOnlyList<string>> FewestAsync(QueryWorld world, QueryRow row, SqlCommands commands)
    {
        IReadOnlyList<string>? fewest = null;
        for (var time = 0; time < Times; time++)
        {
            IReadOnlyList<string> texts = [];
            await world.CallAsync(row, commands.Clear, () => texts = commands.Texts);
            fewest = Fewer(texts, fewest ?? texts);
        }
        return fewest!;
    }

    private static bool IsWrong(QueryRow row, IReadOnlyList<string> few, IReadOnlyList<string> more) =>
        (few.Count != more.Count && !row.Varies) || Math.Max(few.Count, more.Count) > row.Most;

    private static IReadOnlyList<string> Fewer(IReadOnlyList<string> one, IReadOnlyList<string> another) =>
        one.Count < another.Count ? one : another;
}
