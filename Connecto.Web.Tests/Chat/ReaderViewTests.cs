using System.Text.Json;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Chat;

/// <summary>Live events as those see them who see less than everybody.</summary>
public sealed class ReaderViewTests(ChatServer server) : IClassFixture<ChatServer>
{
    [Fact]
    public async Task Where_history_is_hidden_who_joined_later_is_not_given_the_text_of_an_edit()
    {
        var (owner, late) = (await server.UserAsync(), await server.UserAsync());
        var planet = await server.PlanetAsync(owner);
        await server.ExecuteAsync("UPDATE planets SET history_visible = false WHERE id = $1", planet.Value);
        await owner.SendAsync(planet, "before");
        await server.Planet(planet).Add(owner.Id, [late.Id], MemberRole.Member);
        await owner.SendAsync(planet, "after");
        await using var first = await owner.ConnectAsync();
        await using var second = await late.ConnectAsync();
        await first.SubscribeAsync(planet);
        await second.SubscribeAsync(planet);

        await server.Planet(planet).Edit(owner.Id, 1, "edited before");
        await server.Planet(planet).Edit(owner.Id, 2, "edited after");

        Assert.Equal(["edited before", "edited after"], await TextsAsync(first, planet));
        Assert.Equal([null, "edited after"], await TextsAsync(second, planet));
    }

    [Fact]
    public async Task Who_hides_his_receipts_is_given_none_of_others()
    {
        var (owner, open, hiding) = (await server.UserAsync(), await server.UserAsync(), await server.UserAsync());
        await server.ExecuteAsync(
            """UPDATE users SET settings = '{"readReceipts": false}' WHERE id = $1""",
            hiding.Id.Value
        );
        var planet = await server.PlanetAsync(owner, open, hiding);
        await using var first = await open.ConnectAsync();
        await using var second = await hiding.ConnectAsync();
        await first.SubscribeAsync(planet);
        await second.SubscribeAsync(planet);

        await owner.SendAsync(planet, "hello");
        await server.Planet(planet).MarkRead(open.Id, 1);
        await first.NextAsync("receipts");
        await owner.SendAsync(planet, "again");

        var counted = (await first.EventsAsync(planet, 2))[1].GetProperty("message");
        var uncounted = (await second.EventsAsync(planet, 2))[1].GetProperty("message");
        Assert.Equal(1, counted.GetProperty("unreadCount").GetInt32());
        Assert.Equal(0, uncounted.GetProperty("unreadCount").GetInt32());
        Assert.Empty(second.Of("receipts"));
        Assert.Empty(second.Of("counts"));
    }

    private static async Task<List<string?>> TextsAsync(HubClient client, Snowflake planet) =>
        [.. (await client.EventsAsync(planet, 2)).Select(TextOf)];

    private static string? TextOf(JsonElement change) =>
        change.TryGetProperty("text", out var text) ? text.GetString() : null;
}
