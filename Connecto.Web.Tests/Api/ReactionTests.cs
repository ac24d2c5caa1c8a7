using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

/// <summary>Reactions, pins and replies by REST.</summary>
public sealed class ReactionTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task A_reaction_comes_and_goes_by_its_emoji_in_the_path()
    {
        var (owner, messages) = await PlanetAsync();
        var heart = Uri.EscapeDataString("❤️");

        Assert.Equal(200, (await owner.Rest.PutAsync($"{messages}/1/reactions/{heart}", new { })).Status);
        var reaction = Assert.Single((await owner.Rest.GetAsync($"{messages}/1"))["reactions"].EnumerateArray());
        Assert.Equal(("❤️", 1), (reaction.GetProperty("emoji").GetString(), reaction.GetProperty("count").GetInt32()));
        Assert.True(reaction.GetProperty("me").GetBoolean());
        Assert.Equal(200, (await owner.Rest.DeleteAsync($"{messages}/1/reactions/{heart}")).Status);
        Assert.Empty((await owner.Rest.GetAsync($"{messages}/1"))["reactions"].EnumerateArray());

        (await owner.Rest.PutAsync($"{messages}/1/reactions/like", new { })).IsInvalid("emoji");
        (await owner.Rest.PutAsync($"{messages}/9/reactions/{heart}", new { })).IsRefused(404, "not_found");
        var stranger = await server.RegisterAsync();
        (await stranger.Rest.PutAsync($"{messages}/1/reactions/{heart}", new { })).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Pins_and_replies_come_page_by_page()
    {
        var (owner, messages) = await PlanetAsync();
        var pins = messages.Replace("/messages", "/pins", StringComparison.Ordinal);
        for (var seq = 2; seq <= 4; seq++)
        {
            await owner.Rest.PostAsync(
                messages,
                new
                {
                    clientMessageId = $"{seq}",
                    text = "hello",
                    replyToSeq = 1,
                }
            );
            Assert.Equal(200, (await owner.Rest.PutAsync($"{pins}/{seq}", new { })).Status);
        }
        Assert.Equal(200, (await owner.Rest.DeleteAsync($"{pins}/3")).Status);

        Assert.Equal([4L, 2], await PagesAsync(owner, pins));
        Assert.Equal([2L, 3, 4], await PagesAsync(owner, $"{messages}/1/replies"));
    }

    private static async Task<List<long>> PagesAsync(RestUser user, string path)
    {
        var seqs = new List<long>();
        var cursor = "";
        while (cursor is not null)
        {
            var page = await user.Rest.GetAsync($"{path}?limit=1{cursor}");
            seqs.AddRange(page.Items.Select(message => message.GetProperty("seq").GetInt64()));
            cursor = page.Body.TryGetProperty("nextCursor", out var next) ? $"&cursor={next.GetString()}" : null;
        }
        return seqs;
    }

    private async Task<(RestUser Owner, string Messages)> PlanetAsync()
    {
        var (owner, planet) = await server.PlanetAsync();
        var messages = $"planets/{planet}/messages";
        await owner.Rest.PostAsync(messages, new { clientMessageId = "1", text = "hello" });
        return (owner, messages);
    }
}
