using System.Text;
using System.Text.Json;
using Connecto.Bench.Clients;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Chat;

/// <summary>Light subscriptions: where a planet stands, and nothing of what happens there.</summary>
public sealed class HeadTests(ChatServer server) : IClassFixture<ChatServer>
{
    [Fact]
    public async Task The_answer_is_the_head_with_the_newest_message_and_nothing_else()
    {
        var (user, planet) = await StageAsync();
        await user.SendAsync(planet, new string('가', 200));
        await using var client = await user.ConnectAsync();

        var answer = await client.SubscribeHeadAsync(planet);

        Assert.Equal(
            ["planetId", "state", "headRev", "headSeq", "last"],
            answer.EnumerateObject().Select(field => field.Name)
        );
        Assert.Equal("snapshot", answer.GetProperty("state").GetString());
        Assert.Equal((2, 1), Head(answer));
        var last = answer.GetProperty("last");
        Assert.Equal(1, last.GetProperty("seq").GetInt64());
        Assert.Equal(user.Id.ToString(), last.GetProperty("senderId").GetString());
        Assert.Equal(new string('가', 120), last.GetProperty("preview").GetString());
        Assert.True(last.TryGetProperty("createdAt", out _));
    }

    [Fact]
    public async Task A_planet_without_messages_has_no_last_one()
    {
        var (user, planet) = await StageAsync();
        await using var client = await user.ConnectAsync();

        var answer = await client.SubscribeHeadAsync(planet);

        Assert.Equal((1, 0), Head(answer));
        Assert.False(answer.TryGetProperty("last", out _));
    }

    [Fact]
    public async Task What_happens_within_a_moment_comes_as_one_head_and_nothing_else_comes()
    {
        const int messages = 100;
        var (user, planet) = await StageAsync();
        var reader = await server.UserAsync();
        await server.Planet(planet).Add(user.Id, [reader.Id], MemberRole.Member);
        await using var client = await reader.ConnectAsync();
        await client.SubscribeHeadAsync(planet);

        await Task.WhenAll(Enumerable.Range(1, messages).Select(i => user.SendAsync(planet, $"{i}")));
        await server.Planet(planet).React(user.Id, 1, "👍", on: true);

        var head = await client.NextAsync("head", head => Head(head) == (messages + 3, messages));
        Assert.Equal(messages, head.GetProperty("last").GetProperty("seq").GetInt64());
        Assert.Equal(["planetId", "headRev", "headSeq", "last"], head.EnumerateObject().Select(field => field.Name));
        Assert.All(client.Records, record => Assert.True(record.Target is "head" or null));
        Assert.True(client.Of("head").Count < messages / 2);
    }

    [Fact]
    public async Task An_edited_or_deleted_newest_message_changes_the_head()
    {
        var (user, planet) = await StageAsync();
        await user.SendAsync(planet, "first");
        await using var client = await user.ConnectAsync();
        await client.SubscribeHeadAsync(planet);

        await server.Planet(planet).Edit(user.Id, 1, "edited");
        var edited = await client.NextAsync("head", head => Head(head) == (3, 1));
        await server.Planet(planet).Delete(user.Id, 1);
        var deleted = await client.NextAsync("head", head => Head(head) == (4, 1));

        Assert.Equal("edited", edited.GetProperty("last").GetProperty("preview").GetString());
        Assert.False(deleted.GetProperty("last").TryGetProperty("preview", out _));
    }

    [Fact]
    public async Task The_last_call_decides_whether_a_connection_gets_everything_or_the_head()
    {
        var (user, planet) = await StageAsync();
        await using var client = await user.ConnectAsync();
        await client.SubscribeAsync(planet);
        await client.SubscribeHeadAsync(planet);

        await user.SendAsync(planet, "as a head");
        await client.NextAsync("head", head => Head(head) == (2, 1));
        Assert.Empty(client.EventsOf(planet));

        await client.SubscribeAsync(planet, sinceRev: 2);
        await user.SendAsync(planet, "as an event");
        await user.SendAsync(planet, "as another");
        var events = await client.EventsAsync(planet, 2);

        Assert.Equal([3, 4], events.Select(change => change.GetProperty("rev").GetInt64()));
        Assert.DoesNotContain(client.Of("head"), head => Head(head).Rev > 2);
    }

    [Fact]
    public async Task Who_is_removed_hears_no_head_after_it()
    {
        var (user, planet) = await StageAsync();
        var other = await server.PlanetAsync(user);
        var reader = await server.UserAsync();
        await server.Planet(planet).Add(user.Id, [reader.Id], MemberRole.Member);
        await server.Planet(other).Add(user.Id, [reader.Id], MemberRole.Member);
        await using var client = await reader.ConnectAsync();
        await client.SubscribeHeadAsync(planet);
        await client.SubscribeHeadAsync(other);

        await server.Planet(planet).Remove(user.Id, reader.Id);
        await user.SendAsync(planet, "unheard");
        await user.SendAsync(other, "heard");

        await client.NextAsync("head", head => head.GetProperty("planetId").GetString() == other.ToString());
        Assert.Single(client.Of("head"));
        var answer = await client.SubscribeHeadAsync(planet);
        Assert.Equal("denied", answer.GetProperty("state").GetString());
    }

    [Fact]
    public async Task An_outsider_is_denied_as_for_everything_else()
    {
        var (_, planet) = await StageAsync();
        var outsider = await server.UserAsync();
        await using var client = await outsider.ConnectAsync();

        var light = await client.SubscribeHeadAsync(planet);
        var full = await client.SubscribeAsync(planet);

        Assert.Equal("denied", light.GetProperty("state").GetString());
        Assert.Equal(full.GetRawText(), light.GetRawText());
    }

    [Fact]
    public async Task Where_history_is_hidden_a_message_from_before_the_joining_is_not_shown()
    {
        var (user, planet) = await StageAsync();
        await server.ExecuteAsync("UPDATE planets SET history_visible = false WHERE id = $1", planet.Value);
        await user.SendAsync(planet, "before");
        var late = await server.UserAsync();
        await server.Planet(planet).Add(user.Id, [late.Id], MemberRole.Member);
        await using var owner = await user.ConnectAsync();
        await using var client = await late.ConnectAsync();
        var seen = await owner.SubscribeHeadAsync(planet);
        var unseen = await client.SubscribeHeadAsync(planet);

        await server.Planet(planet).Edit(user.Id, 1, "edited before");
        var seenAfter = await owner.NextAsync("head");
        var unseenAfter = await client.NextAsync("head");
        await user.SendAsync(planet, "after");
        var shown = await client.NextAsync("head", head => Head(head).Seq == 2);

        Assert.Equal("before", seen.GetProperty("last").GetProperty("preview").GetString());
        Assert.Equal("edited before", seenAfter.GetProperty("last").GetProperty("preview").GetString());
        Assert.All(new[] { unseen, unseenAfter }, head => Assert.False(head.TryGetProperty("last", out _)));
        Assert.Equal("after", shown.GetProperty("last").GetProperty("preview").GetString());
    }

    [Theory]
    [InlineData("\"heads\"")]
    [InlineData("\"\"")]
    [InlineData("1")]
    public async Task Other_fields_are_invalid(string fields)
    {
        var (user, planet) = await StageAsync();
        await using var client = await user.ConnectAsync();

        var refusal = await Assert.ThrowsAsync<HubRefusedException>(() =>
            client.InvokeRawAsync(
                "f",
                $$"""{"type":1,"invocationId":"f","target":"Subscribe","arguments":[[{"planetId":"{{planet}}","fields":{{fields}}}]]}"""
            )
        );

        Assert.Equal("invalid", refusal.Code);
    }

    [Fact]
    public async Task A_busy_planet_costs_a_light_subscriber_at_least_70_percent_fewer_bytes()
    {
        const int messages = 200;
        var (user, planet) = await StageAsync();
        TestUser[] readers = [await server.UserAsync(), await server.UserAsync(), await server.UserAsync()];
        foreach (var reader in readers)
        {
            await server.Planet(planet).Add(user.Id, [reader.Id], MemberRole.Member);
        }
        await using var full = await user.ConnectAsync();
        await using var light = await user.ConnectAsync();
        await full.SubscribeAsync(planet);
        await light.SubscribeHeadAsync(planet);
        var (fullBefore, lightBefore) = (Bytes(full), Bytes(light));

        for (var seq = 1; seq <= messages; seq++)
        {
            await readers[seq % 3].SendAsync(planet, $"{seq}번째 메시지입니다. 오늘 저녁에 경복궁 앞에서 만나요!");
            await server.Planet(planet).MarkRead(readers[(seq + 1) % 3].Id, seq);
            if (seq % 4 == 0)
            {
                await server.Planet(planet).React(readers[(seq + 2) % 3].Id, seq, "👍", on: true);
            }
            if (seq % 10 == 0)
            {
                // So that not all of it falls into one moment.
                await light.NextAsync("head", head => Head(head).Seq == seq);
            }
        }
        const int headRev = 4 + messages + (messages / 4);
        await light.NextAsync("head", head => Head(head) == (headRev, messages));
        await full.UntilAsync(() => full.EventsOf(planet) is [.., var last] && Rev(last) == headRev);
        await full.NextAsync("receipts", receipts => Covers(receipts, readers[(messages + 1) % 3].Id, messages));

        var (fullBytes, lightBytes) = (Bytes(full) - fullBefore, Bytes(light) - lightBefore);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{messages} messages: full {fullBytes} bytes in {Calls(full)} calls, head {lightBytes} bytes in {Calls(light)} calls, {100.0 * (fullBytes - lightBytes) / fullBytes:F1} % fewer"
        );
        Assert.True(lightBytes * 10 <= fullBytes * 3, $"full {fullBytes}, head {lightBytes}");
    }

    // Each record ends with one byte more.
    private static int Bytes(HubClient client) =>
        client.Records.Sum(record => Encoding.UTF8.GetByteCount(record.Body.GetRawText()) + 1);

    private static int Calls(HubClient client) => client.Records.Count(record => record.Target is not null);

    private static bool Covers(JsonElement receipts, Snowflake reader, long seq) =>
        receipts
            .GetProperty("moves")
            .EnumerateArray()
            .Any(move => move[0].GetString() == reader.ToString() && move[2].GetInt64() == seq);

    private async Task<(TestUser, Snowflake)> StageAsync()
    {
        var user = await server.UserAsync();
        return (user, await server.PlanetAsync(user));
    }

    private static (long Rev, long Seq) Head(JsonElement head) =>
        (head.GetProperty("headRev").GetInt64(), head.GetProperty("headSeq").GetInt64());

    private static long Rev(JsonElement change) => change.GetProperty("rev").GetInt64();
}
