using System.Globalization;
using System.Text.Json;
using Connecto.Ids;
using Connecto.Users;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Connecto.Web.Tests.Api;

public sealed class NotificationTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task What_somebody_is_told_is_listed_newest_first_page_by_page()
    {
        var user = await server.RegisterAsync();
        var told = new List<Notification>();
        for (var i = 0; i < 5; i++)
        {
            told.Add(await TellAsync(user, Of(NotificationKind.Announcement) with { Text = $"공지 {i}" }));
        }

        var first = await user.Rest.GetAsync("me/notifications?limit=3");
        var rest = await user.Rest.GetAsync($"me/notifications?limit=3&cursor={first["nextCursor"].GetString()}");

        Assert.Equal(Enumerable.Reverse(told).Select(one => one.Id.ToString()), [.. Ids(first), .. Ids(rest)]);
        Assert.False(rest.Body.TryGetProperty("nextCursor", out _));
        Assert.Equal("공지 4", first.Items[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task The_list_and_the_push_show_the_same_object()
    {
        var (user, actor) = (await server.RegisterAsync(), await server.RegisterAsync());
        await using var first = await HubClient.ConnectAsync(server.Server.Address, user.AccessToken);
        await using var second = await HubClient.ConnectAsync(server.Server.Address, user.AccessToken);
        // A call is served once its connection is known to its user.
        await first.InvokeAsync("Unsubscribe", (object)Array.Empty<string>());
        await second.InvokeAsync("Unsubscribe", (object)Array.Empty<string>());
        var told = Of(NotificationKind.Invite) with { PlanetId = new(77), ActorId = Id(actor), Code = "abc" };

        await TellAsync(user, told);
        await User(user).Notify(told);

        var pushed = await first.NextAsync("notify");
        var at = told.CreatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        Assert.Equal(
            $$"""{"id":"{{told.Id}}","kind":"invite","planetId":"77","actorId":"{{actor.Id}}","createdAt":"{{at}}","code":"abc"}""",
            pushed.ToString()
        );
        Assert.Equal(pushed.ToString(), (await second.NextAsync("notify")).ToString());
        Assert.Equal(pushed.ToString(), Assert.Single(await ListAsync(user)).ToString());
    }

    [Fact]
    public async Task What_was_read_is_gone_for_its_reader_alone()
    {
        var (user, other) = (await server.RegisterAsync(), await server.RegisterAsync());
        var told = new List<Notification>();
        for (var i = 0; i < 5; i++)
        {
            told.Add(await TellAsync(user, Of(NotificationKind.Announcement)));
            await TellAsync(other, told[^1]);
        }

        await ReadAsync(user, new { ids = new[] { told[3].Id.ToString(), told[0].Id.ToString(), "5" } });
        Assert.Equal([told[4].Id, told[2].Id, told[1].Id], await IdsAsync(user));
        await ReadAsync(user, new { ids = Array.Empty<string>() });
        Assert.Equal(3, (await ListAsync(user)).Count);
        await ReadAsync(user, new { through = told[2].Id.ToString() });
        Assert.Equal([told[4].Id], await IdsAsync(user));
        await ReadAsync(user, new { });
        Assert.Empty(await ListAsync(user));
        Assert.Equal(5, (await ListAsync(other)).Count);
    }

    [Theory]
    [InlineData("""{"ids":["x"]}""", "ids[0]")]
    [InlineData("""{"ids":[5]}""", "ids[0]")]
    [InlineData("""{"ids":"5"}""", "ids")]
    [InlineData("""{"through":5}""", "through")]
    [InlineData("""{"ids":["5"],"through":"5"}""", "through")]
    [InlineData("null", "body")]
    [InlineData("", "body")]
    public async Task What_cannot_be_read_is_named_by_its_field_and_nothing_goes(string body, string field)
    {
        var user = await server.RegisterAsync();
        await TellAsync(user, Of(NotificationKind.Announcement));

        (await user.Rest.PostRawAsync("me/notifications/read", body)).IsInvalid(field);

        Assert.Single(await ListAsync(user));
        (await server.Anonymous.PostRawAsync("me/notifications/read", body)).IsRefused(401, "unauthenticated");
        (await server.Anonymous.GetAsync("me/notifications")).IsRefused(401, "unauthenticated");
    }

    [Fact]
    public async Task At_most_500_are_named_at_once()
    {
        var user = await server.RegisterAsync();
        var ids = Enumerable.Range(1, 501).Select(id => $"{id}").ToArray();

        await ReadAsync(user, new { ids = ids[1..] });
        (await user.Rest.PostAsync("me/notifications/read", new { ids })).IsInvalid("ids");
    }

    [Fact]
    public async Task A_block_hides_what_either_caused_until_it_ends()
    {
        var (user, other) = (await server.RegisterAsync(), await server.RegisterAsync());
        await TellAsync(user, Of(NotificationKind.Added) with { ActorId = Id(other) });
        await TellAsync(other, Of(NotificationKind.Added) with { ActorId = Id(user) });

        await user.Rest.PutAsync($"me/blocks/{other.Id}", new { });
        Assert.Empty(await ListAsync(user));
        Assert.Empty(await ListAsync(other));

        await user.Rest.DeleteAsync($"me/blocks/{other.Id}");
        Assert.Single(await ListAsync(user));
        Assert.Single(await ListAsync(other));
    }

    [Fact]
    public async Task Nobody_is_told_of_what_somebody_did_whom_a_block_hides()
    {
        var (user, blocked) = (await server.RegisterAsync(), await server.RegisterAsync());
        await user.Rest.PutAsync($"me/blocks/{blocked.Id}", new { });
        await using var userClient = await HubClient.ConnectAsync(server.Server.Address, user.AccessToken);
        await using var blockedClient = await HubClient.ConnectAsync(server.Server.Address, blocked.AccessToken);
        // OnConnected has attached them once a call is answered.
        await userClient.InvokeAsync("Unsubscribe", (object)Array.Empty<string>());
        await blockedClient.InvokeAsync("Unsubscribe", (object)Array.Empty<string>());

        foreach (var (told, actor, client) in new[] { (user, blocked, userClient), (blocked, user, blockedClient) })
        {
            await User(told).Notify(Of(NotificationKind.Mention) with { ActorId = Id(actor) });
            var last = Of(NotificationKind.Announcement);
            await User(told).Notify(last);
            var first = await client.NextAsync("notify");
            Assert.Equal(last.Id.ToString(), first.GetProperty("id").GetString());
        }
    }

    [Fact]
    public async Task What_tells_of_a_message_is_not_listed_once_the_message_is_read()
    {
        var (owner, planet) = await server.PlanetAsync();
        var reader = await server.RegisterAsync();
        var admin = await server.AdminAsync();
        await admin.Rest.PostAsync($"admin/planets/{planet}/members", new { userIds = new[] { reader.Id } });
        for (var i = 1; i <= 3; i++)
        {
            await owner.Rest.PostAsync($"planets/{planet}/messages", new { clientMessageId = $"{i}", text = "hello" });
        }
        var about = Of(NotificationKind.Mention) with { PlanetId = new(long.Parse(planet, null)), ActorId = Id(owner) };
        await TellAsync(reader, about with { Seq = 1 });
        await TellAsync(reader, about with { Id = NextId(), Kind = NotificationKind.Reply, Seq = 2 });
        await TellAsync(reader, about with { Id = NextId(), Kind = NotificationKind.Direct, Seq = 2 });
        await TellAsync(reader, about with { Id = NextId(), Seq = 3 });
        await TellAsync(reader, about with { Id = NextId(), Kind = NotificationKind.Added, Seq = null });
        Assert.Equal(5, (await ListAsync(reader)).Count);

        await reader.Rest.PostAsync($"planets/{planet}/read", new { seq = 2 });

        var left = await ListAsync(reader);
        Assert.Equal(["added", "mention"], left.Select(one => one.GetProperty("kind").GetString()));
        Assert.Equal(3, left[1].GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task A_direct_message_is_told_at_once_and_listed_until_it_is_read()
    {
        var (sender, reader) = (await server.RegisterAsync(), await server.RegisterAsync());
        await using var client = await HubClient.ConnectAsync(server.Server.Address, reader.AccessToken);
        await client.InvokeAsync("Unsubscribe", (object)Array.Empty<string>());
        var planet = (await sender.Rest.PostAsync("planets/direct", new { userId = reader.Id }))["id"].GetString();

        await sender.Rest.PostAsync($"planets/{planet}/messages", new { clientMessageId = "1", text = "hello" });

        var told = await client.NextAsync("notify");
        Assert.Equal("direct", told.GetProperty("kind").GetString());
        Assert.Equal(planet, told.GetProperty("planetId").GetString());
        Assert.Equal(sender.Id, told.GetProperty("actorId").GetString());
        Assert.Equal(told.ToString(), Assert.Single(await ListAsync(reader)).ToString());
        await reader.Rest.PostAsync($"planets/{planet}/read", new { seq = 1 });
        Assert.Empty(await ListAsync(reader));
        Assert.Empty(await ListAsync(sender));
    }

    private IUserGrain User(RestUser user) => server.Server.Grains.GetGrain<IUserGrain>(Id(user).Value);

    private async Task<Notification> TellAsync(RestUser user, Notification notification)
    {
        await using var command = server.Database.CreateCommand(
            """
            INSERT INTO notifications (user_id, id, kind, planet_id, seq, actor_id, created_at, data)
            VALUES ($1, $2, $3, $4, $5, $6, $7, jsonb_build_object('code', $8::text, 'text', $9::text))
            """
        );
        object?[] values =
        [
            Id(user).Value,
            notification.Id.Value,
            (short)notification.Kind,
            notification.PlanetId?.Value,
            notification.Seq,
            notification.ActorId?.Value,
            notification.CreatedAt,
            notification.Code,
            notification.Text,
        ];
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return notification;
    }

    private static async Task ReadAsync(RestUser user, object body) =>
        Assert.Equal(204, (await user.Rest.PostAsync("me/notifications/read", body)).Status);

    private static async Task<IReadOnlyList<JsonElement>> ListAsync(RestUser user) =>
        (await user.Rest.GetAsync("me/notifications")).Items;

    private static async Task<Snowflake[]> IdsAsync(RestUser user) =>
        [.. (await ListAsync(user)).Select(one => new Snowflake(long.Parse(one.GetProperty("id").GetString()!, null)))];

    private static IEnumerable<string> Ids(RestAnswer answer) =>
        answer.Items.Select(one => one.GetProperty("id").GetString()!);

    private Snowflake NextId() => server.Server.Services.GetRequiredService<SnowflakeGenerator>().Next();

    private Notification Of(NotificationKind kind) =>
        new(NextId(), kind, PlanetId: null, Seq: null, ActorId: null, TimeProvider.System.GetUtcNow());

    private static Snowflake Id(RestUser user) => new(long.Parse(user.Id, null));
}
