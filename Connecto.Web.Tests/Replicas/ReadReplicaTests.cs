using Connecto.Bench.Processes;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Replicas;

/// <summary>What is read from a replica, and that nobody notices when it is late, or away.</summary>
[Trait("Runtime", "Either")]
public sealed class ReadReplicaTests(PostgresFixture postgres)
{
    /// <summary>More than a planet keeps in memory, of new ones and of older ones that were changed.</summary>
    private const int Messages = 2_200;

    private const string Oldest = "messages?before=11&limit=10";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_and_older_messages_come_from_the_replica()
    {
        await using var server = await ReplicatedServer.StartAsync(postgres);
        var (owner, planet) = await server.Rest.PlanetAsync();
        await FillAsync(server, owner, planet);
        var other = await server.Rest.RegisterAsync(displayName: "Somebody else");

        await server.AnswersAsync(owner, $"planets/{planet}/{Oldest}");
        await server.AnswersAsync(owner, $"planets/{planet}/messages/1");
        await server.AnswersAsync(owner, $"planets/{planet}/messages/1/replies");
        await server.AnswersAsync(owner, $"planets/{planet}/pins");
        await server.AnswersAsync(other, "users?q=somebody");
        await server.AnswersAsync(other, "travels?q=anything");
        Assert.Equal(10, (await owner.Rest.GetAsync($"planets/{planet}/{Oldest}")).Items.Count);
    }

    [Fact]
    public async Task Whoever_reads_an_older_page_finds_what_he_has_just_changed_though_the_replica_stands_still()
    {
        await using var server = await ReplicatedServer.StartAsync(postgres);
        var (owner, planet) = await server.Rest.PlanetAsync();
        var reader = await server.Rest.MemberAsync(owner, planet);
        await FillAsync(server, owner, planet);
        await server.AnswersAsync(reader, $"planets/{planet}/{Oldest}");
        await server.PauseAsync();

        Assert.Equal(
            200,
            (await owner.Rest.PatchAsync($"planets/{planet}/messages/1", new { text = "edited" })).Status
        );
        Assert.Equal(200, (await owner.Rest.PutAsync($"planets/{planet}/pins/2", new { })).Status);
        Assert.InRange((await owner.Rest.DeleteAsync($"planets/{planet}/messages/3")).Status, 200, 204);
        await ChangeManyAsync(server, owner, planet);

        // Also for who has written nothing: what he reads is never older than what he was told live.
        foreach (var user in new[] { owner, reader })
        {
            var page = (await user.Rest.GetAsync($"planets/{planet}/{Oldest}")).Items.ToList();
            Assert.Equal("edited", page[0].GetProperty("text").GetString());
            Assert.NotNull(page[1].GetProperty("pinnedAt").GetString());
            Assert.False(page[2].TryGetProperty("text", out var text) && text.GetString() is not null);
            Assert.Single((await user.Rest.GetAsync($"planets/{planet}/pins")).Items);
        }
    }

    [Fact]
    public async Task Whoever_changes_something_finds_it_in_lists_though_the_replica_stands_still()
    {
        await using var server = await ReplicatedServer.StartAsync(postgres);
        var writer = await server.Rest.RegisterAsync(displayName: "Before");
        var reader = await server.Rest.RegisterAsync();
        await server.AnswersAsync(writer, "users?q=before");
        await server.AnswersAsync(reader, "users?q=before");
        await server.PauseAsync();

        Assert.Equal(200, (await writer.Rest.PatchAsync("me", new { displayName = "Afterwards" })).Status);
        var newcomer = await server.Rest.RegisterAsync(displayName: "Afterwards");

        Assert.Equal(2, (await writer.Rest.GetAsync("users?q=afterwards")).Items.Count);
        Assert.Equal(2, (await newcomer.Rest.GetAsync("users?q=afterwards")).Items.Count);
        // Who has changed nothing is told what the replica has.
        Assert.Empty((await reader.Rest.GetAsync("users?q=afterwards")).Items);
        await server.ResumeAsync();
        await server.AnswersAsync(writer, "users?q=afterwards");
        Assert.Equal(2, (await reader.Rest.GetAsync("users?q=afterwards")).Items.Count);
    }

    [Fact]
    public async Task A_replica_that_is_further_behind_than_it_may_be_is_not_read()
    {
        await using var server = await ReplicatedServer.StartAsync(postgres, bound: 1);
        var reader = await server.Rest.RegisterAsync();
        await server.AnswersAsync(reader, "users?q=late");
        await server.PauseAsync();
        await server.Rest.RegisterAsync(displayName: "Late");

        await Eventually.Holds(
            async () => (await reader.Rest.GetAsync("users?q=late")).Items.Count > 0,
            "the newcomer is found",
            Cancellation
        );
        await server.ResumeAsync();
        await server.AnswersAsync(reader, "users?q=late");
    }

    [Theory]
    [InlineData("immediate")]
    [InlineData("fast")]
    public async Task Nobody_notices_that_the_replica_dies_and_it_is_read_again_once_it_is_back(string mode)
    {
        await using var server = await ReplicatedServer.StartAsync(postgres);
        var (owner, planet) = await server.Rest.PlanetAsync();
        await FillAsync(server, owner, planet);
        await server.AnswersAsync(owner, $"planets/{planet}/{Oldest}");
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 8).Select(_ => ReadAsync(owner, planet, stop.Token)).ToArray();

        await server.Replica.StopAsync(mode);
        using (var asked = new ServersAsked())
        {
            await Eventually.Holds(
                () => asked.Count(server.Primary, "FROM messages") > 50,
                "the primary is asked",
                Cancellation
            );
        }
        await server.Replica.StartAgainAsync();
        await server.AnswersAsync(owner, "users?q=somebody");
        await stop.CancelAsync();

        Assert.All(await Task.WhenAll(readers), reads => Assert.NotEqual(0, reads));
    }

    [Fact]
    public async Task Nobody_waits_for_a_replica_that_hangs()
    {
        await using var server = await ReplicatedServer.StartAsync(postgres);
        var (owner, planet) = await server.Rest.PlanetAsync();
        await FillAsync(server, owner, planet);
        await server.AnswersAsync(owner, $"planets/{planet}/{Oldest}");

        server.Replica.Freeze();
        try
        {
            Assert.Equal(10, (await owner.Rest.GetAsync($"planets/{planet}/{Oldest}")).Items.Count);
            Assert.Equal(200, (await owner.Rest.GetAsync("users?q=somebody")).Status);
        }
        finally
        {
            server.Replica.Thaw();
        }
        await server.AnswersAsync(owner, "users?q=somebody");
    }

    [Fact]
    public async Task A_server_starts_and_answers_where_its_replica_is_not_there_yet_or_is_somebody_elses()
    {
        await using var other = new RestServer(postgres);
        await other.InitializeAsync();
        await other.RegisterAsync(displayName: "Elsewhere");
        await using var server = new RestServer(postgres);
        server.Server.Settings["ConnectionStrings:PostgresReadOnly"] = other.Server.ConnectionString;
        await server.InitializeAsync();
        var user = await server.RegisterAsync(displayName: "Here");

        Assert.Single((await user.Rest.GetAsync("users?q=here")).Items);
        Assert.Empty((await user.Rest.GetAsync("users?q=elsewhere")).Items);
    }

    private static async Task<int> ReadAsync(RestUser user, string planet, CancellationToken stop)
    {
        var reads = 0;
        while (!stop.IsCancellationRequested)
        {
            Assert.Equal(10, (await user.Rest.GetAsync($"planets/{planet}/{Oldest}")).Items.Count);
            Assert.Equal(200, (await user.Rest.GetAsync("users?q=somebody")).Status);
            reads++;
        }
        return reads;
    }

    private static Task<SendResult[]> FillAsync(ReplicatedServer server, RestUser owner, string planet) =>
        Task.WhenAll(
            Enumerable.Range(0, Messages).Select(number => SendAsync(server, owner, planet, $"message {number}"))
        );

    /// <summary>Has the planet forget what it read of older messages that were changed.</summary>
    private static Task<long[]> ChangeManyAsync(ReplicatedServer server, RestUser user, string planet) =>
        Task.WhenAll(
            Enumerable
                .Range(50, 1_050)
                .Select(seq => server.Rest.Server.Planet(Id(planet)).React(Id(user.Id), seq, "👍", on: true))
        );

    private static Task<SendResult> SendAsync(ReplicatedServer server, RestUser user, string planet, string text) =>
        server.Rest.Server.Senders.SendAsync(
            Id(planet),
            new SendRequest(Id(user.Id), Guid.NewGuid().ToString("N"), text, null, [])
        );

    private static Snowflake Id(string text) =>
        Snowflake.TryParse(text, out var id) ? id : throw new FormatException(text);
}
