using Connecto.Ids;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Chat;

/// <summary>A planet that is deleted: its last event, and then nothing.</summary>
public sealed class ClosingTests(ChatServer server) : IClassFixture<ChatServer>
{
    [Fact]
    public async Task The_deletion_is_the_last_event_for_everybody_and_nobody_is_asked_to_subscribe_again()
    {
        var (owner, reader) = (await server.UserAsync(), await server.UserAsync());
        var planet = await server.PlanetAsync(owner, reader);
        var other = await server.PlanetAsync(owner, reader);
        await using var full = await owner.ConnectAsync();
        await using var second = await reader.ConnectAsync();
        await using var light = await reader.ConnectAsync();
        await full.SubscribeAsync(planet);
        await second.SubscribeAsync(planet);
        await light.SubscribeHeadAsync(planet);
        foreach (var client in new[] { full, second, light })
        {
            await client.SubscribeAsync(other);
        }

        await server.Planet(planet).Delete(owner.Id);
        await owner.SendAsync(other, "goes on");

        foreach (var client in new[] { full, second })
        {
            var last = (await client.EventsAsync(planet, 1))[^1];
            Assert.Equal("planet", last.GetProperty("kind").GetString());
            Assert.True(last.TryGetProperty("deletedAt", out _));
        }
        foreach (var client in new[] { full, second, light })
        {
            await client.EventsAsync(other, 1);
            Assert.Empty(client.Of("resubscribe"));
            Assert.Empty(client.Of("head"));
            Assert.Equal("not_found", await DeniedAsync(client, planet));
        }
    }

    private static async Task<string?> DeniedAsync(HubClient client, Snowflake planet) =>
        (await client.SubscribeAsync(planet)).GetProperty("code").GetString();
}
