using System.Buffers;
using System.Buffers.Binary;

namespace Connecto.Bench.Load;

/// <summary>Writes the WebSocket frames of a client. The mask is zero, so that masking costs the generator nothing.</summary>
internal static class FrameWriter
{
    public const int Text = 1;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;

    public static void Write(ArrayBufferWriter<byte> output, int opcode, ReadOnlySpan<byte> payload)
    {
        var head = output.GetSpan(8);
        head[0] = (byte)(0x80 | opcode);
        var length = 2;
        if (payload.Length < 126)
        {
            head[1] = (byte)(0x80 | payload.Length);
        }
        else
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, ushort.MaxValue);
            head[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)payload.Length);
            length = 4;
        }

        head.Slice(length, 4).Clear();
        output.Advance(length + 4);
        output.Write(payload);
    }
}
