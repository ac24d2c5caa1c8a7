using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Connecto.Web.Tests.Support;

/// <summary>A WebSocket of which a test writes and reads every byte (RFC 6455).</summary>
public sealed class RawSocket : IAsyncDisposable
{
    public const int Continuation = 0;
    public const int Text = 1;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;

    private const byte Separator = 0x1e;
    private const byte Final = 0x80;
    private const byte Masked = 0x80;

    private static readonly byte[] _mask = [1, 2, 3, 4];

    private readonly TcpClient _client = new() { NoDelay = true };

    private RawSocket() { }

    private NetworkStream Stream => _client.GetStream();

    /// <summary>Opens a WebSocket to the hub; nothing is said of SignalR yet.</summary>
    public static async Task<RawSocket> OpenAsync(Uri server, string token)
    {
        var socket = new RawSocket();
        await socket._client.ConnectAsync(server.Host, server.Port, Cancelled);
        await socket.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"GET /hubs/chat?access_token={Uri.EscapeDataString(token)} HTTP/1.1\r\nHost: {server.Authority}\r\n"
                    + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
            )
        );
        var answer = new StringBuilder();
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            answer.Append((char)(await socket.ReadAsync(1))[0]);
        }
        Assert.StartsWith("HTTP/1.1 101", answer.ToString(), StringComparison.Ordinal);
        return socket;
    }

    /// <summary>Opens one and shakes hands.</summary>
    public static async Task<RawSocket> ConnectAsync(Uri server, string token)
    {
        var socket = await OpenAsync(server, token);
        await socket.SendAsync("""{"protocol":"json","version":1}""");
        Assert.Equal("{}", Assert.Single(await socket.ReadRecordsAsync()));
        return socket;
    }

    /// <summary>The bytes of records, each with what ends it.</summary>
    public static byte[] Bytes(params IEnumerable<string> records) =>
        [.. records.SelectMany(record => Encoding.UTF8.GetBytes(record).Append(Separator))];

    /// <summary>A frame as clients send it.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> payload, int opcode = Text, bool isFinal = true)
    {
        var bytes = new List<byte> { (byte)(opcode | (isFinal ? Final : 0)) };
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
        switch (payload.Length)
        {
            case < 126:
                bytes.Add((byte)(payload.Length | Masked));
                break;
            case <= ushort.MaxValue:
                bytes.Add(126 | Masked);
                bytes.AddRange(length[6..]);
                break;
            default:
                bytes.Add(127 | Masked);
                bytes.AddRange(length);
                break;
        }
        bytes.AddRange(_mask);
        for (var i = 0; i < payload.Length; i++)
        {
            bytes.Add((byte)(payload[i] ^ _mask[i % 4]));
        }
        return [.. bytes];
    }

    /// <summary>Records, in one message.</summary>
    public Task SendAsync(params string[] records) => WriteAsync(Frame(Bytes(records)));

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes) => await Stream.WriteAsync(bytes, Cancelled);

    /// <summary>The next frame; one that is in pieces or masked is wrong of a server.</summary>
    public async Task<(int Opcode, byte[] Payload)> ReadFrameAsync()
    {
        var header = await ReadAsync(2);
        Assert.Equal(Final, header[0] & 0xF0);
        var length = header[1] switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2)),
            127 => BinaryPrimitives.ReadInt64BigEndian(await ReadAsync(8)),
            var few => few,
        };
        Assert.True(length <= 2 * 1024 * 1024 && header[1] < Masked);
        return (header[0] & 0x0F, await ReadAsync((int)length));
    }

    /// <summary>The records of the next message, without pings.</summary>
    public async Task<string[]> ReadRecordsAsync()
    {
        while (true)
        {
            var (opcode, payload) = await ReadFrameAsync();
            Assert.Equal(Text, opcode);
            Assert.Equal(Separator, payload[^1]);
            string[] records =
            [
                .. Encoding.UTF8.GetString(payload, 0, payload.Length - 1).Split((char)Separator).Where(IsNoPing),
            ];
            if (records.Length > 0)
            {
                return records;
            }
        }
    }

    /// <summary>The next record that holds the mark.</summary>
    public async Task<string> ReadUntilAsync(string mark)
    {
        while (true)
        {
            foreach (var record in await ReadRecordsAsync())
            {
                if (record.Contains(mark, StringComparison.Ordinal))
                {
                    return record;
                }
            }
        }
    }

    /// <summary>Waits for a close frame, passing over what comes before, and gives its status; null where it is cut.</summary>
    public async Task<int?> ReadCloseAsync()
    {
        try
        {
            while (true)
            {
                var (opcode, payload) = await ReadFrameAsync();
                if (opcode == Close)
                {
                    return BinaryPrimitives.ReadUInt16BigEndian(payload);
                }
            }
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Waits until the server has let go of the connection.</summary>
    public async Task EndAsync()
    {
        try
        {
            while (true)
            {
                await ReadAsync(1);
            }
        }
        catch (IOException)
        {
            // It has.
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return default;
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static bool IsNoPing(string record) => record != """{"type":6}""";

    private async Task<byte[]> ReadAsync(int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(HubClient.Patience);
        var bytes = new byte[count];
        await Stream.ReadExactlyAsync(bytes, patience.Token);
        return bytes;
    }
}
