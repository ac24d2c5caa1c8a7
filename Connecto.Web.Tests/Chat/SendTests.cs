using System.Text.Json;
using Connecto.Bench.Clients;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Chat;

public sealed class SendTests(ChatServer server) : IClassFixture<ChatServer>
{
    [Fact]
    public async Task A_thousand_pipelined_sends_keep_their_order()
    {
        var user = await server.UserAsync();
        var planet = await server.PlanetAsync(user);
        await using var client = await user.ConnectAsync();
        await client.SubscribeAsync(planet);

        var answers = await Task.WhenAll(Enumerable.Range(1, 1000).Select(i => client.SendAsync(planet, $"{i}")));

        Assert.Equal(Enumerable.Range(1, 1000), answers.Select(answer => answer.GetProperty("seq").GetInt32()));
        await client.EventsAsync(planet, 1000);
        Assert.Equal(
            Enumerable.Range(1, 1000).Select(i => $"{i}"),
            client.EventsOf(planet).Select(change => change.GetProperty("message").GetProperty("text").GetString())
        );
    }

    [Fact]
    public async Task The_same_client_message_id_answers_the_first_result()
    {
        var user = await server.UserAsync();
        var planet = await server.PlanetAsync(user);
        await using var client = await user.ConnectAsync();
        var message = new
        {
            planetId = planet,
            clientMessageId = "mine",
            text = "once",
        };

        var first = await client.InvokeAsync("SendMessage", message);
        var again = await client.InvokeAsync("SendMessage", message);
        var other = client.InvokeAsync("SendMessage", message with { text = "twice" });

        Assert.False(first.GetProperty("duplicate").GetBoolean());
        Assert.True(again.GetProperty("duplicate").GetBoolean());
        Assert.Equal(first.GetProperty("seq").GetInt64(), again.GetProperty("seq").GetInt64());
        Assert.Equal(first.GetProperty("messageId").GetString(), again.GetProperty("messageId").GetString());
        var refusal = await Assert.ThrowsAsync<HubRefusedException>(() => other);
        Assert.Equal("idempotency_mismatch", refusal.Code);
    }

    [Fact]
    public async Task A_text_of_any_script_comes_back_exactly_as_it_was_sent()
    {
        var text = string.Concat(Enumerable.Repeat("안녕 مرحبا 👩‍👩‍👧 \"<b>\\\n ﷽", 400))[..4_000];
        var user = await server.UserAsync();
        var planet = await server.PlanetAsync(user);
        await using var client = await user.ConnectAsync();
        await client.SubscribeAsync(planet);

        await client.SendAsync(planet, text);

        await client.EventsAsync(planet, 1);
        var message = client.EventsOf(planet)[0].GetProperty("message");
        Assert.Equal(text, message.GetProperty("text").GetString());
        Assert.False(message.TryGetProperty("clientMessageId", out _));
    }

    [Fact]
    public async Task Edits_and_deletions_answer_their_rev_and_reach_other_members()
    {
        var (user, other) = (await server.UserAsync(), await server.UserAsync());
        var planet = await server.PlanetAsync(user, other);
        await using var client = await user.ConnectAsync();
        await using var reader = await other.ConnectAsync();
        await reader.SubscribeAsync(planet);

        var sent = await client.SendAsync(planet, "draft");
        var seq = sent.GetProperty("seq").GetInt64();
        var edited = await client.InvokeAsync(
            "EditMessage",
            new
            {
                planetId = planet,
                seq,
                text = "final",
            }
        );
        var deleted = await client.InvokeAsync("DeleteMessage", new { planetId = planet, seq });

        Assert.Equal(3, edited.GetProperty("rev").GetInt64());
        Assert.Equal(4, deleted.GetProperty("rev").GetInt64());
        await reader.EventsAsync(planet, 3);
        var events = reader.EventsOf(planet);
        Assert.Equal(["message", "edited", "deleted"], events.Select(e => e.GetProperty("kind").GetString()));
        Assert.Equal("final", events[1].GetProperty("text").GetString());
        Assert.Equal(user.Id.ToString(), events[2].GetProperty("by").GetString());
    }

    [Fact]
    public async Task More_than_twenty_sends_a_second_are_rate_limited_with_a_time_to_wait()
    {
        var user = await server.UserAsync(isUnlimited: false);
        var planet = await server.PlanetAsync(user);
        await using var client = await user.ConnectAsync();

        var sends = Enumerable.Range(0, 60).Select(i => client.SendAsync(planet, $"{i}")).ToList();
        await Task.WhenAll(sends).ContinueWith(_ => { }, TaskScheduler.Default);

        var refused = sends
            .Where(send => send.IsFaulted)
            .Select(send => (HubRefusedException)send.Exception!.InnerException!);
        Assert.NotEmpty(refused);
        Assert.All(refused, refusal => Assert.Equal("rate_limited", refusal.Code));
        Assert.All(refused, refusal => Assert.True(refusal.Error!.Value.GetProperty("retryAfterMs").GetInt64() > 0));
    }

    [Fact]
    public async Task A_cursor_moves_readers_counts_and_tells_every_connection_of_its_user()
    {
        var (user, other) = (await server.UserAsync(), await server.UserAsync());
        var planet = await server.PlanetAsync(user, other);
        await using var writer = await user.ConnectAsync();
        await using var phone = await other.ConnectAsync();
        await using var desk = await other.ConnectAsync();
        await writer.SubscribeAsync(planet);
        await writer.SendAsync(planet, "one");
        await writer.SendAsync(planet, "two");

        await phone.InvokeAsync("MarkRead", (object)new[] { new { planetId = planet, seq = 999 } });

        var receipts = await writer.NextAsync("receipts");
        Assert.Equal(planet.ToString(), receipts.GetProperty("planetId").GetString());
        var move = receipts.GetProperty("moves")[0];
        Assert.Equal(other.Id.ToString(), move[0].GetString());
        Assert.Equal((0, 2), (move[1].GetInt64(), move[2].GetInt64()));
        foreach (var connection in new[] { phone, desk })
        {
            var read = await connection.NextAsync("read");
            Assert.Equal(2, read.GetProperty("seq").GetInt64());
        }
    }

    // The first at once, the others together: none of them is for the last time without his knowing.
    [Fact]
    public async Task Who_writes_on_and_on_hears_on_his_other_connections_how_far_his_cursor_is_in_the_end()
    {
        var user = await server.UserAsync();
        var planet = await server.PlanetAsync(user);
        await using var phone = await user.ConnectAsync();
        await using var desk = await user.ConnectAsync();
        await phone.SubscribeAsync(planet); // From here on it is told.

        await desk.SendAsync(planet, "one");
        await phone.NextAsync("read", read => read.GetProperty("seq").GetInt64() == 1);
        for (var seq = 2; seq <= 10; seq++)
        {
            await desk.SendAsync(planet, $"{seq}");
        }

        await phone.NextAsync("read", read => read.GetProperty("seq").GetInt64() == 10);
    }
}
