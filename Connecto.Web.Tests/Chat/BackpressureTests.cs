using System.Text.Json;
using Connecto.Ids;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Chat;

/// <summary>What a client that calls and does not read can make the server hold.</summary>
public sealed class BackpressureTests(ChatServer server) : IClassFixture<ChatServer>
{
    private const int Calls = 100;

    // Of 600 KB each: what is written ahead of a reader fills the sockets' buffers, of several MB, and little else.
    private const int MostWrittenAhead = 40;

    [Fact]
    public async Task A_client_that_does_not_read_is_not_prepared_answers_ahead_and_gets_them_all_once_it_reads()
    {
        var (slow, quick) = (await server.UserAsync(), await server.UserAsync());
        var planet = await server.PlanetAsync(quick, slow);
        var text = new string('한', 4_000);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => quick.SendAsync(planet, text)));
        await using var sleeper = await slow.ConnectAsync(reads: false);
        await using var reader = await quick.ConnectAsync();

        for (var call = 1; call <= Calls; call++)
        {
            await sleeper.SendTextAsync(Call($"{call}", "Subscribe", $$"""[{"planetId":"{{planet}}"}]"""));
        }
        var answers = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => reader.SubscribeAsync(planet)));
        await sleeper.SendTextAsync(
            Call("send", "SendMessage", $$"""{"planetId":"{{planet}}","clientMessageId":"1","text":"not held up"}""")
        );
        var sent = (await reader.EventsAsync(planet, 1))[0];
        sleeper.StartReading();
        await sleeper.UntilAsync(() => Answers(sleeper).Count == Calls);
        await quick.SendAsync(planet, "live");
        await sleeper.UntilAsync(() => Live(sleeper, planet).Contains(Rev(sent) + 1));

        Assert.All(answers, answer => Assert.Equal("snapshot", answer.GetProperty("state").GetString()));
        Assert.Equal("not held up", sent.GetProperty("message").GetProperty("text").GetString());
        var ahead = Answers(sleeper).Count(record => record.Argument[0].GetProperty("headRev").GetInt64() < Rev(sent));
        Assert.InRange(ahead, 1, MostWrittenAhead);
        Assert.Equal([Rev(sent) + 1], Live(sleeper, planet));
    }

    private static string Call(string id, string method, string argument) =>
        $$"""{"type":1,"invocationId":"{{id}}","target":"{{method}}","arguments":[{{argument}}]}""";

    private static List<HubRecord> Answers(HubClient client) =>
        [.. client.Records.Where(record => record.InvocationId is not (null or "send"))];

    // The revs of the events after the last answer.
    private static List<long> Live(HubClient client, Snowflake planet) =>
        [
            .. client
                .Records.Reverse()
                .TakeWhile(record => record.InvocationId is null or "send")
                .Reverse()
                .Where(record => record.Target == "events")
                .SelectMany(record => record.Argument.GetProperty("events").EnumerateArray())
                .Select(Rev),
        ];

    private static long Rev(JsonElement change) => change.GetProperty("rev").GetInt64();
}
