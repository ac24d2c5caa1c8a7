using System.Buffers.Binary;

namespace Connecto.Web.SignalR;

/// <summary>
/// Records that were encoded once and go to any number of connections, behind the header of the WebSocket frame that
/// carries them (RFC 6455, section 5.2: unmasked text in one piece).
/// </summary>
internal sealed class OutgoingMessage
{
    private const byte FinalText = 0x81;
    private const byte FinalClose = 0x88;
    private const byte LengthInTwo = 126;
    private const byte LengthInEight = 127;

    private readonly byte[] _bytes;
    private readonly int _start;

    public OutgoingMessage(ReadOnlySpan<byte> records)
    {
        _start = HeaderLength(records.Length);
        _bytes = GC.AllocateUninitializedArray<byte>(_start + records.Length);
        WriteHeader(_bytes, records.Length);
        records.CopyTo(_bytes.AsSpan(_start));
    }

    private OutgoingMessage(byte[] frame) => (_bytes, _start) = (frame, frame.Length);

    /// <summary>The frame, header and all.</summary>
    public ReadOnlyMemory<byte> Framed => _bytes;

    /// <summary>The records alone, for transports that have frames of their own.</summary>
    public ReadOnlyMemory<byte> Records => _bytes.AsMemory(_start);

    /// <summary>Bytes that it holds in memory.</summary>
    public int Length => _bytes.Length;

    /// <summary>Whether it is the frame that ends a WebSocket.</summary>
    public bool IsClose => _bytes[0] == FinalClose;

    /// <summary>A WebSocket's control frame, whole; other transports have nothing of it.</summary>
    public static OutgoingMessage Control(ReadOnlySpan<byte> frame) => new(frame.ToArray());

    private static int HeaderLength(int payload) =>
        payload switch
        {
            < LengthInTwo => 2,
            <= ushort.MaxValue => 4,
            _ => 10,
        };

    private static void WriteHeader(Span<byte> header, int payload)
    {
        header[0] = FinalText;
        switch (payload)
        {
            case < LengthInTwo:
                header[1] = (byte)payload;
                break;
            case <= ushort.MaxValue:
                header[1] = LengthInTwo;
                BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)payload);
                break;
            default:
                header[1] = LengthInEight;
                BinaryPrimitives.WriteInt64BigEndian(header[2..], payload);
                break;
        }
    }
}
