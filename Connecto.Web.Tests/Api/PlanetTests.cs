using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

public sealed class PlanetTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task A_planet_is_made_with_its_members_and_found_under_its_location()
    {
        var (owner, guest) = (await server.RegisterAsync(), await server.RegisterAsync());

        var made = await owner.Rest.PostAsync("planets", new { name = "  서울 여행 ", memberIds = new[] { guest.Id } });

        Assert.Equal(201, made.Status);
        Assert.Equal($"/api/v1/planets/{made["id"].GetString()}", made.Location?.ToString());
        var seen = await guest.Rest.GetAsync($"planets/{made["id"].GetString()}");
        Assert.Equal("서울 여행", seen["name"].GetString());
        Assert.Equal("group", seen["kind"].GetString());
        Assert.Equal(2, seen["memberCount"].GetInt32());
        Assert.Equal((0, 1), (seen["headSeq"].GetInt64(), seen["headRev"].GetInt64()));
    }

    [Fact]
    public async Task A_group_is_unknown_to_outsiders_and_known_to_who_was_in_it()
    {
        var (owner, planet) = await server.PlanetAsync();
        var outsider = await server.RegisterAsync();
        (await outsider.Rest.GetAsync($"planets/{planet}")).IsRefused(404, "not_found");
        (await outsider.Rest.GetAsync($"planets/{planet}/messages")).IsRefused(404, "not_found");
        (await outsider.Rest.PostAsync($"planets/{planet}/join")).IsRefused(404, "not_found");

        var guest = await server.MemberAsync(owner, planet);
        Assert.Equal(200, (await guest.Rest.GetAsync($"planets/{planet}/messages")).Status);
        Assert.Equal(204, (await guest.Rest.PostAsync($"planets/{planet}/leave")).Status);
        (await guest.Rest.GetAsync($"planets/{planet}/messages")).IsRefused(403, "not_member");
        var back = await guest.Rest.PostAsync($"planets/{planet}/join");
        Assert.Equal((200, 2), (back.Status, back["memberCount"].GetInt32()));
    }

    [Fact]
    public async Task Members_come_page_by_page_and_an_owner_removes_one()
    {
        var (owner, planet) = await server.PlanetAsync();
        for (var guest = 0; guest < 3; guest++)
        {
            await server.MemberAsync(owner, planet);
        }

        var seen = new List<string>();
        var cursor = "";
        while (cursor is not null)
        {
            var page = await owner.Rest.GetAsync($"planets/{planet}/members?limit=2{cursor}");
            seen.AddRange(page.Items.Select(member => member.GetProperty("userId").GetString()!));
            cursor = page.Body.TryGetProperty("nextCursor", out var next) ? $"&cursor={next.GetString()}" : null;
        }

        Assert.Equal(4, seen.Distinct().Count());
        Assert.Equal(4, seen.Count);
        var removed = seen.First(id => id != owner.Id);
        Assert.Equal(204, (await owner.Rest.DeleteAsync($"planets/{planet}/members/{removed}")).Status);
        var left = await owner.Rest.GetAsync($"planets/{planet}/members");
        Assert.DoesNotContain(left.Items, member => member.GetProperty("userId").GetString() == removed);
    }

    [Fact]
    public async Task A_message_is_sent_once_whatever_is_retried()
    {
        var (owner, planet) = await server.PlanetAsync();
        var body = new { clientMessageId = "one", text = "  안녕 🙂 שלום\n" };

        var sent = await owner.Rest.PostAsync($"planets/{planet}/messages", body);
        var again = await owner.Rest.PostAsync($"planets/{planet}/messages", body);
        var other = await owner.Rest.PostAsync(
            $"planets/{planet}/messages",
            new { clientMessageId = "one", text = "another" }
        );

        Assert.Equal((201, 200), (sent.Status, again.Status));
        Assert.Equal($"/api/v1/planets/{planet}/messages/1", sent.Location?.ToString());
        Assert.Equal(sent["messageId"].GetString(), again["messageId"].GetString());
        Assert.True(again["duplicate"].GetBoolean());
        other.IsRefused(409, "idempotency_mismatch");
        var read = await owner.Rest.GetAsync($"planets/{planet}/messages/1");
        Assert.Equal(body.text, read["text"].GetString());
    }

    [Fact]
    public async Task A_text_of_4000_units_comes_back_and_one_more_is_invalid()
    {
        var (owner, planet) = await server.PlanetAsync();
        var text = " " + string.Concat(Enumerable.Repeat("한🙂", 1_333)) + "!\n";

        var sent = await owner.Rest.PostAsync($"planets/{planet}/messages", new { clientMessageId = "1", text });
        var longer = await owner.Rest.PostAsync(
            $"planets/{planet}/messages",
            new { clientMessageId = "2", text = "x" + text }
        );

        Assert.Equal(201, sent.Status);
        Assert.Equal(text, (await owner.Rest.GetAsync($"planets/{planet}/messages/1"))["text"].GetString());
        longer.IsInvalid("text");
    }

    [Theory]
    [InlineData("""{"clientMessageId": "1"}""", "text")]
    [InlineData("""{"clientMessageId": "1", "text": " \n "}""", "text")]
    [InlineData("""{"clientMessageId": "1", "text": "a\u0000b"}""", "text")]
    [InlineData("""{"clientMessageId": "1", "text": "a\udc00b"}""", "text")]
    [InlineData("""{"text": "a"}""", "clientMessageId")]
    [InlineData("""{"clientMessageId": "", "text": "a"}""", "clientMessageId")]
    [InlineData("""{"clientMessageId": "a b", "text": "a"}""", "clientMessageId")]
    [InlineData("""{"clientMessageId": "é", "text": "a"}""", "clientMessageId")]
    [InlineData("""{"clientMessageId": "1", "text": "a", "type": "image"}""", "type")]
    [InlineData("""{"clientMessageId": "1", "text": "a", "type": "song"}""", "type")]
    [InlineData("""{"clientMessageId": "1", "text": "a", "type": 0}""", "type")]
    [InlineData("""{"clientMessageId": "1", "text": "a", "replyToSeq": 0}""", "replyToSeq")]
    [InlineData("""{"clientMessageId": "1", "text": "a", "replyToSeq": "1"}""", "replyToSeq")]
    [InlineData("""{"clientMessageId": "1", "text": "a", "attachments": ["5"]}""", "attachments")]
    public async Task What_is_no_message_is_named_by_its_field(string body, string field)
    {
        var (owner, planet) = await server.PlanetAsync();

        (await owner.Rest.PostRawAsync($"planets/{planet}/messages", body)).IsInvalid(field);
    }

    [Fact]
    public async Task History_is_read_before_after_and_around()
    {
        var (owner, planet) = await server.PlanetAsync();
        for (var message = 1; message <= 9; message++)
        {
            await SendAsync(owner, planet, $"message {message}");
        }

        Assert.Equal<long[]>([8, 9], await SeqsAsync("limit=2"));
        Assert.Equal<long[]>([3, 4], await SeqsAsync("before=5&limit=2"));
        Assert.Equal<long[]>([6, 7], await SeqsAsync("after=5&limit=2"));
        Assert.Equal<long[]>([4, 5, 6], await SeqsAsync("around=5&limit=3"));

        async Task<long[]> SeqsAsync(string query)
        {
            var page = await owner.Rest.GetAsync($"planets/{planet}/messages?{query}");
            return [.. page.Items.Select(message => message.GetProperty("seq").GetInt64())];
        }
    }

    [Fact]
    public async Task A_message_is_edited_and_deleted_by_its_sender_and_changes_tell_so()
    {
        var (owner, planet) = await server.PlanetAsync();
        var guest = await server.MemberAsync(owner, planet);
        await SendAsync(owner, planet, "first");

        var path = $"planets/{planet}/messages/1";
        (await guest.Rest.PatchAsync(path, new { text = "mine" })).IsRefused(403, "forbidden");
        (await guest.Rest.DeleteAsync(path)).IsRefused(403, "forbidden");
        var edited = await owner.Rest.PatchAsync(path, new { text = "second" });
        var deleted = await owner.Rest.DeleteAsync(path);

        Assert.Equal((4, 5), (edited["rev"].GetInt64(), deleted["rev"].GetInt64()));
        var message = await guest.Rest.GetAsync(path);
        Assert.False(message.Body.TryGetProperty("text", out _));
        Assert.EndsWith("Z", message["deletedAt"].GetString());
        var changes = await owner.Rest.GetAsync($"planets/{planet}/changes?sinceRev=1&limit=3");
        Assert.Equal("recovered", changes["state"].GetString());
        Assert.True(changes["hasMore"].GetBoolean());
        Assert.Equal(
            [("member", 2L), ("message", 3L), ("edited", 4L)],
            changes["events"]
                .EnumerateArray()
                .Select(change => (change.GetProperty("kind").GetString()!, change.GetProperty("rev").GetInt64()))
        );
    }

    [Fact]
    public async Task The_inbox_follows_sends_and_reads_at_once()
    {
        var (owner, planet) = await server.PlanetAsync();
        var guest = await server.MemberAsync(owner, planet);
        for (var message = 1; message <= 5; message++)
        {
            await SendAsync(owner, planet, $"message {message}");
        }

        Assert.Equal((5, 0), await InboxAsync(guest));
        Assert.Equal((0, 5), await InboxAsync(owner));
        Assert.Equal(204, (await guest.Rest.PostAsync($"planets/{planet}/read", new { seq = 3 })).Status);
        Assert.Equal((2, 3), await InboxAsync(guest));
        await owner.Rest.DeleteAsync($"planets/{planet}/messages/5");
        Assert.Equal((1, 3), await InboxAsync(guest));
        Assert.Equal(
            204,
            (await guest.Rest.PostAsync("me/read", new[] { new { planetId = planet, seq = 99 } })).Status
        );
        Assert.Equal((0, 5), await InboxAsync(guest));
        await SendAsync(guest, planet, "answer");
        Assert.Equal((1, 5), await InboxAsync(owner));
    }

    [Fact]
    public async Task The_inbox_shows_the_newest_message_and_goes_page_by_page()
    {
        var (owner, planet) = await server.PlanetAsync();
        await SendAsync(owner, planet, new string('x', 119) + "🙂 and more");
        await owner.Rest.PostAsync("planets", new { name = "second" });

        var first = await owner.Rest.GetAsync("me/planets?limit=1");
        var rest = await owner.Rest.GetAsync($"me/planets?limit=1&cursor={first["nextCursor"].GetString()}");

        Assert.Equal("second", Assert.Single(first.Items).GetProperty("planet").GetProperty("name").GetString());
        var item = Assert.Single(rest.Items);
        Assert.Equal(planet, item.GetProperty("planet").GetProperty("id").GetString());
        Assert.Equal("all", item.GetProperty("notifications").GetString());
        var last = item.GetProperty("last");
        Assert.Equal(new string('x', 119), last.GetProperty("preview").GetString());
        Assert.Equal((1, owner.Id), (last.GetProperty("seq").GetInt64(), last.GetProperty("senderId").GetString()));
        Assert.False(rest.Body.TryGetProperty("nextCursor", out _));
    }

    private static async Task SendAsync(RestUser user, string planet, string text)
    {
        var body = new { clientMessageId = Guid.NewGuid().ToString("N"), text };
        Assert.Equal(201, (await user.Rest.PostAsync($"planets/{planet}/messages", body)).Status);
    }

    private static async Task<(int Unread, long LastReadSeq)> InboxAsync(RestUser user)
    {
        var item = Assert.Single((await user.Rest.GetAsync("me/planets")).Items);
        return (item.GetProperty("unreadCount").GetInt32(), item.GetProperty("lastReadSeq").GetInt64());
    }
}
