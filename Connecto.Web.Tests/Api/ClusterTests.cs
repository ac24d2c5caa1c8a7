using System.Text.Json;
using Connecto.Bench.Processes;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Chat;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

public sealed class ClusterTests(RestServer server, PostgresFixture postgres) : IClassFixture<RestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_cluster_is_its_silos_and_web_nodes_with_what_they_hold()
    {
        var admin = await server.AdminAsync();
        var user = await server.Server.UserAsync();
        var planet = await server.Server.PlanetAsync(user);
        await using var client = await user.ConnectAsync();
        await client.SubscribeAsync(planet);

        JsonElement cluster = default;
        await Eventually.Holds(
            async () =>
            {
                cluster = (await admin.Rest.GetAsync("admin/cluster")).Body;
                return cluster.GetProperty("webNodes").EnumerateArray().Sum(node => Number(node, "connections")) == 1
                    && cluster.GetProperty("silos").EnumerateArray().Sum(silo => Number(silo, "activePlanets")) >= 1;
            },
            "a web node with a connection, a silo with a planet",
            Cancellation
        );

        Assert.Contains(cluster.GetProperty("runtime").GetString(), new[] { "local", "orleans" });
        Assert.NotEmpty(cluster.GetProperty("version").GetString()!);
        var silo = Assert.Single(cluster.GetProperty("silos").EnumerateArray());
        Assert.NotEmpty(silo.GetProperty("address").GetString()!);
        Assert.True(silo.GetProperty("startedAt").GetDateTimeOffset() <= TimeProvider.System.GetUtcNow());
        Assert.NotEmpty(Assert.Single(cluster.GetProperty("webNodes").EnumerateArray()).GetProperty("id").GetString()!);
    }

    [Fact]
    public async Task A_silo_counts_the_messages_that_it_has_written()
    {
        var admin = await server.AdminAsync();
        var (owner, planet) = await server.PlanetAsync();
        var before = await WrittenAsync();

        for (var i = 1; i <= 3; i++)
        {
            await owner.Rest.PostAsync($"planets/{planet}/messages", new { clientMessageId = $"{i}", text = "hello" });
        }

        await Eventually.Holds(
            async () => await WrittenAsync() >= before + 3,
            "three more messages were written",
            Cancellation
        );

        async Task<long> WrittenAsync() =>
            (await admin.Rest.GetAsync("admin/cluster"))
                .Body.GetProperty("silos")
                .EnumerateArray()
                .Sum(silo => silo.GetProperty("writtenMessages").GetInt64());
    }

    [Fact]
    public async Task Statistics_count_what_is_stored_and_what_is_held()
    {
        await using var counting = new RestServer(postgres);
        counting.Server.Settings["Caching:StatisticsFor"] = "00:00:00";
        await counting.InitializeAsync();
        var admin = await counting.AdminAsync();
        var before = await admin.Rest.GetAsync("admin/stats");
        var (owner, planet) = await counting.PlanetAsync();
        await owner.Rest.PostAsync($"planets/{planet}/messages", new { clientMessageId = "1", text = "hello" });

        var after = before;
        await Eventually.Holds(
            async () =>
            {
                after = await admin.Rest.GetAsync("admin/stats");
                return More("users") && More("planets") && More("messages") && More("events");
            },
            "what was made is counted",
            Cancellation
        );

        Assert.Equal((1, 1), (after["silos"].GetInt32(), after["webNodes"].GetInt32()));
        Assert.Equal((0L, 0L), (after["droppedCounters"].GetInt64(), after["travels"].GetInt64()));

        bool More(string field) => after[field].GetInt64() > before[field].GetInt64();
    }

    [Fact]
    public async Task Both_are_the_admins()
    {
        var user = await server.RegisterAsync();

        (await user.Rest.GetAsync("admin/cluster")).IsRefused(403, "forbidden");
        (await user.Rest.GetAsync("admin/stats")).IsRefused(403, "forbidden");
        (await server.Anonymous.GetAsync("admin/stats")).IsRefused(401, "unauthenticated");
    }

    private static int Number(JsonElement of, string field) => of.GetProperty(field).GetInt32();
}
