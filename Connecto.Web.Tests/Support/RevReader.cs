using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;

namespace Connecto.Web.Tests.Support;

/// <summary>A client that keeps nothing of a planet's events but their revs, so that a test may have many of them.</summary>
public sealed class RevReader : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private bool _isSubscribed;

    /// <summary>The revs in the order in which they came, those of answers among them.</summary>
    public List<long> Revs { get; } = [];

    /// <summary>Connects it and subscribes it to a planet that has nothing but its first event.</summary>
    public static async Task<RevReader> ConnectAsync(
        Uri server,
        string token,
        string planetId,
        HubClientOptions options
    )
    {
        var reader = new RevReader();
        var address = new UriBuilder(server)
        {
            Scheme = "ws",
            Path = "/hubs/chat",
            Query = $"access_token={Uri.EscapeDataString(token)}",
        };
        using var http = options.Connect(reader._socket.Options);
        await reader._socket.ConnectAsync(address.Uri, http, Cancelled);
        var records = RawSocket.Bytes(
            """{"protocol":"json","version":1}""",
            $$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[[{"planetId":"{{planetId}}","sinceRev":1}]]}"""
        );
        await reader._socket.SendAsync(records, WebSocketMessageType.Text, true, Cancelled);
        while (!reader._isSubscribed)
        {
            await reader.ReceiveAsync();
        }
        return reader;
    }

    /// <summary>Reads up to this rev, now and then with a pause.</summary>
    /// <param name="last">The rev.</param>
    /// <param name="pause">How long it waits before each of its first 100 reads.</param>
    public async Task ReadAsync(long last, TimeSpan pause)
    {
        for (var reads = 0; Revs.Count == 0 || Revs[^1] < last; reads++)
        {
            if (pause > TimeSpan.Zero && reads < 100)
            {
                await Task.Delay(pause, Cancelled);
            }
            await ReceiveAsync();
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return default;
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private async Task ReceiveAsync()
    {
        Assert.True(await _socket.ReceiveAsync(_buffer, Cancelled), "It was closed.");
        Take();
    }

    private void Take()
    {
        var bytes = _buffer.WrittenSpan;
        for (int length; (length = bytes.IndexOf((byte)0x1e)) >= 0; bytes = bytes[(length + 1)..])
        {
            _isSubscribed |= bytes[..length].IndexOf("\"invocationId\""u8) >= 0;
            TakeRevs(bytes[..length]);
        }
        var rest = bytes.ToArray();
        _buffer.ResetWrittenCount();
        _buffer.Write(rest);
    }

    // In a record that tells of events, the rev of each stands at one depth, and their messages' deeper.
    private void TakeRevs(ReadOnlySpan<byte> record)
    {
        var json = new Utf8JsonReader(record);
        var isOfEvents = false;
        var depth = 0;
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }
            if (json.ValueTextEquals("events"u8))
            {
                (isOfEvents, depth) = (true, json.CurrentDepth + 2);
            }
            else if (isOfEvents && json.CurrentDepth == depth && json.ValueTextEquals("rev"u8))
            {
                json.Read();
                Revs.Add(json.GetInt64());
            }
        }
    }
}
