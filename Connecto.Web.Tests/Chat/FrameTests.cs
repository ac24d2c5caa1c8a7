using System.Text.Json;
using Connecto.Ids;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Chat;

/// <summary>WebSocket frames in every form in which a client, or a network, may cut what it sends.</summary>
public sealed class FrameTests(ChatServer server) : IClassFixture<ChatServer>
{
    // Of one, two, three and four bytes each in UTF-8.
    private const string Characters = "aé한𝄞 여러 바이트로 된 글자";

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private TestUser? _user;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task A_record_is_put_together_of_fragments_with_a_ping_between_each_two(int length)
    {
        var (socket, planet) = await StageAsync();
        var pieces = RawSocket.Bytes(Send("1", planet, Characters)).Chunk(length).ToArray();

        for (var i = 0; i < pieces.Length; i++)
        {
            var opcode = i == 0 ? RawSocket.Text : RawSocket.Continuation;
            await socket.WriteAsync(RawSocket.Frame(pieces[i], opcode, isFinal: i == pieces.Length - 1));
            await socket.WriteAsync(RawSocket.Frame([(byte)i], RawSocket.Ping));
        }
        // The answer comes when it is ready, which may be before the last pong.
        var (pongs, isAnswered) = (new List<byte>(), false);
        while (pongs.Count < pieces.Length || !isAnswered)
        {
            var (opcode, payload) = await socket.ReadFrameAsync();
            if (opcode == RawSocket.Pong)
            {
                pongs.Add(Assert.Single(payload));
            }
            isAnswered |= opcode == RawSocket.Text;
        }

        Assert.Equal(Enumerable.Range(0, pieces.Length).Select(i => (byte)i), pongs);
        Assert.Equal([Characters], await TextsAsync(planet));
        await socket.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_record_is_put_together_of_whatever_the_network_delivers(int length)
    {
        var (socket, planet) = await StageAsync();

        foreach (var segment in RawSocket.Frame(RawSocket.Bytes(Send("1", planet, Characters))).Chunk(length))
        {
            await socket.WriteAsync(segment);
        }
        await socket.ReadUntilAsync("\"invocationId\":\"1\"");

        Assert.Equal([Characters], await TextsAsync(planet));
        await socket.DisposeAsync();
    }

    [Fact]
    public async Task Records_end_where_they_end_and_not_with_messages()
    {
        var (socket, planet) = await StageAsync();
        string[] records = ["{\"type\":6}", Send("1", planet, "first"), Send("2", planet, "second")];
        var bytes = RawSocket.Bytes(records);

        await socket.WriteAsync(RawSocket.Frame([]));
        foreach (var message in bytes.Chunk(100))
        {
            await socket.WriteAsync(RawSocket.Frame(message));
            await socket.WriteAsync(RawSocket.Frame([]));
        }
        await socket.ReadUntilAsync("\"invocationId\":\"2\"");

        Assert.Equal(["first", "second"], await TextsAsync(planet));
        await socket.DisposeAsync();
    }

    [Fact]
    public async Task Many_records_in_one_message_are_served_in_their_order()
    {
        var (socket, planet) = await StageAsync();
        string[] texts = [.. Enumerable.Range(0, 500).Select(i => $"{i}")];

        await socket.SendAsync([.. texts.Select(text => Send(text, planet, text))]);
        for (var answers = 0; answers < texts.Length; )
        {
            answers += (await socket.ReadRecordsAsync()).Count(record => record.StartsWith("{\"type\":3", Ordinal));
        }

        Assert.Equal(texts, await TextsAsync(planet));
        await socket.DisposeAsync();
    }

    [Fact]
    public async Task A_record_of_256_KiB_may_come_in_hundreds_of_fragments()
    {
        var (socket, planet) = await StageAsync();
        var call = Send("1", planet, "long");
        var record = $$"""{"padding":"{{new string(' ', 256 * 1024 - call.Length - 13)}}",{{call[1..]}}""";
        var pieces = RawSocket.Bytes(record).Chunk(1000).ToArray();
        Assert.Equal(256 * 1024, record.Length);

        for (var i = 0; i < pieces.Length; i++)
        {
            var opcode = i == 0 ? RawSocket.Text : RawSocket.Continuation;
            await socket.WriteAsync(RawSocket.Frame(pieces[i], opcode, isFinal: i == pieces.Length - 1));
        }
        await socket.ReadUntilAsync("\"invocationId\":\"1\"");

        Assert.Equal(["long"], await TextsAsync(planet));
        await socket.DisposeAsync();
    }

    [Fact]
    public async Task Pongs_stand_between_long_deliveries_and_never_within()
    {
        var (socket, planet) = await StageAsync();
        var text = new string('한', 4_000);
        for (var i = 0; i < 50; i++)
        {
            await socket.SendAsync(Send($"{i}", planet, text));
        }
        await socket.ReadUntilAsync("\"seq\":50");
        const int rounds = 20;

        for (byte i = 0; i < rounds; i++)
        {
            await socket.SendAsync(Subscribe($"s{i}", planet));
            await socket.WriteAsync(RawSocket.Frame([i], RawSocket.Ping));
        }
        var (pongs, answers) = (new List<byte>(), 0);
        while (pongs.Count < rounds || answers < rounds)
        {
            var (opcode, payload) = await socket.ReadFrameAsync();
            if (opcode == RawSocket.Pong)
            {
                pongs.Add(Assert.Single(payload));
                continue;
            }
            var answer = JsonElement.Parse(payload.AsSpan(0, payload.Length - 1));
            answers += answer.TryGetProperty("result", out var result) && result.GetArrayLength() == 1 ? 1 : 0;
        }

        Assert.Equal(Enumerable.Range(0, rounds).Select(i => (byte)i), pongs);
        await socket.DisposeAsync();
    }

    public static TheoryData<string, byte[], int?> Malformed =>
        new()
        {
            { "a reserved bit", [0xC1, 0x81, 0, 0, 0, 0, 0x20], 1002 },
            { "an unknown opcode", [0x83, 0x81, 0, 0, 0, 0, 0x20], 1002 },
            { "a continuation of nothing", [0x80, 0x81, 0, 0, 0, 0, 0x20], 1002 },
            { "a ping in pieces", [0x09, 0x81, 0, 0, 0, 0, 0x20], 1002 },
            { "a ping of 126 bytes", [0x89, 0xFE, 0, 126, 0, 0, 0, 0, .. new byte[126]], 1002 },
            { "text that is not UTF-8", [0x81, 0x82, 0, 0, 0, 0, 0xC3, 0x28], 1007 },
        };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_frame_closes_its_connection_with_its_status_and_no_other(
        string what,
        byte[] frame,
        int? status
    )
    {
        var (socket, planet) = await StageAsync();
        var (neighbour, _) = await StageAsync();

        await socket.WriteAsync(frame);

        Assert.True(await socket.ReadCloseAsync() == status, what);
        await socket.EndAsync();
        await neighbour.SendAsync(Send("1", planet, "still here"));
        await neighbour.ReadUntilAsync("\"invocationId\":\"1\"");
        await socket.DisposeAsync();
        await neighbour.DisposeAsync();
    }

    [Fact]
    public async Task A_close_is_answered_by_a_close_after_what_was_begun()
    {
        var (socket, planet) = await StageAsync();
        await socket.SendAsync(Send("1", planet, "hello"));
        await socket.ReadUntilAsync("\"invocationId\":\"1\"");

        await socket.WriteAsync(RawSocket.Frame([0x03, 0xE8], RawSocket.Close));

        Assert.Equal(1000, await socket.ReadCloseAsync());
        await socket.EndAsync();
        await socket.DisposeAsync();
    }

    private static string Send(string id, Snowflake planet, string text) =>
        $$"""{"type":1,"invocationId":"{{id}}","target":"SendMessage","arguments":[{"planetId":"{{planet}}","clientMessageId":"c{{id}}","text":"{{text}}"}]}""";

    private static string Subscribe(string id, Snowflake planet) =>
        $$"""{"type":1,"invocationId":"{{id}}","target":"Subscribe","arguments":[[{"planetId":"{{planet}}"}]]}""";

    private async Task<(RawSocket Socket, Snowflake Planet)> StageAsync()
    {
        _user ??= await server.UserAsync();
        return (await RawSocket.ConnectAsync(server.Address, _user.Token), await server.PlanetAsync(_user));
    }

    private async Task<IEnumerable<string?>> TextsAsync(Snowflake planet)
    {
        await using var reader = await _user!.ConnectAsync();
        var answer = await reader.SubscribeAsync(planet, sinceRev: 1);
        var events = answer.GetProperty("events").EnumerateArray();
        return [.. events.Select(change => change.GetProperty("message").GetProperty("text").GetString())];
    }
}
