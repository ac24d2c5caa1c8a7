using System.Text.Json;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

public sealed class AdminQueriesTests(RestServer server, PostgresFixture postgres) : IClassFixture<RestServer>
{
    [Fact]
    public async Task An_admin_sees_what_each_query_takes_and_what_PostgreSQL_tells_of_itself()
    {
        var admin = await server.AdminAsync();
        var (owner, planet) = await server.PlanetAsync();
        var secret = $"secret{Guid.NewGuid():N}";
        await owner.Rest.PostAsync($"planets/{planet}/messages", new { clientMessageId = "1", text = secret });
        await owner.Rest.GetAsync($"users?q={secret}");

        var answer = await admin.Rest.GetAsync("admin/queries");

        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain(secret, answer.Body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(1, answer["processes"].GetInt32());
        var queries = answer["queries"].EnumerateArray().ToList();
        var lanes = Assert.Single(queries, query => Name(query) == "LaneConnection.Write");
        Assert.True(lanes.GetProperty("count").GetInt64() > 0);
        Assert.True(lanes.GetProperty("rows").GetInt64() > 0);
        Assert.All(queries, InOrder);
        var tables = answer["database"].GetProperty("tables").EnumerateArray().ToList();
        Assert.Equal(1, tables.Count(table => Name(table) == "messages"));
        Assert.True(tables.Single(table => Name(table) == "users").GetProperty("bytes").GetInt64() > 0);
        Assert.Equal(JsonValueKind.Array, answer["bottlenecks"].ValueKind);
        Assert.Equal(JsonValueKind.Array, answer["database"].GetProperty("unusedIndexes").ValueKind);
    }

    [Fact]
    public async Task Where_PostgreSQL_counts_statements_they_are_told_without_further_ado()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "this machine has no PostgreSQL of its own");
        await using var database = await PostgresServer.StartAsync("shared_preload_libraries=pg_stat_statements");
        await using var counting = new RestServer(postgres);
        counting.Server.Settings["ConnectionStrings:Postgres"] = database.ConnectionString;
        await counting.InitializeAsync();
        var admin = await counting.AdminAsync();

        var statements = (await admin.Rest.GetAsync("admin/queries"))["database"].GetProperty("statements");
        Assert.Contains(
            statements.EnumerateArray(),
            statement => statement.GetProperty("sql").GetString()!.Contains("INSERT INTO sessions")
        );
    }

    [Fact]
    public async Task Nobody_else_does()
    {
        var user = await server.RegisterAsync();

        (await user.Rest.GetAsync("admin/queries")).IsRefused(403, "forbidden");
        (await server.Anonymous.GetAsync("admin/queries")).IsRefused(401, "unauthenticated");
    }

    private static string Name(JsonElement named) => named.GetProperty("name").GetString()!;

    private static void InOrder(JsonElement query)
    {
        var (median, p95) = (query.GetProperty("medianMs").GetDouble(), query.GetProperty("p95Ms").GetDouble());
        var (p99, longest) = (query.GetProperty("p99Ms").GetDouble(), query.GetProperty("longestMs").GetDouble());
        Assert.True(median <= p95 && p95 <= p99 && p99 <= longest, query.GetRawText());
    }
}
