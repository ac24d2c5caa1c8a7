using System.Buffers.Binary;

namespace Connecto.Bench.Load;

/// <summary>Cuts what a server sends into WebSocket frames (RFC 6455, unmasked). Not thread-safe.</summary>
internal sealed class FrameReader
{
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>Where the next bytes from the socket go; never empty.</summary>
    public Memory<byte> Room()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        return _buffer.AsMemory(_end);
    }

    /// <summary>Says that <paramref name="bytes"/> were put into <see cref="Room"/>.</summary>
    public void Received(int bytes) => _end += bytes;

    /// <summary>Takes the head of an HTTP answer, if it is whole.</summary>
    public bool TryReadHead(out ReadOnlySpan<byte> head)
    {
        var bytes = _buffer.AsSpan(_start.._end);
        var length = bytes.IndexOf("\r\n\r\n"u8);
        head = length < 0 ? default : bytes[..length];
        _start += length < 0 ? 0 : length + 4;
        return length >= 0;
    }

    /// <summary>Takes the body of an HTTP answer, if it is whole.</summary>
    public bool TryReadBody(int length, out ReadOnlySpan<byte> body)
    {
        var whole = _end - _start >= length;
        body = whole ? _buffer.AsSpan(_start, length) : default;
        _start += whole ? length : 0;
        return whole;
    }

    /// <summary>Takes the next frame, if it is whole; its payload lives until <see cref="Room"/> is asked for again.</summary>
    public bool TryRead(out int opcode, out ReadOnlySpan<byte> payload)
    {
        opcode = 0;
        payload = default;
        var bytes = _buffer.AsSpan(_start.._end);
        if (bytes.Length < 2)
        {
            return false;
        }

        var (length, head) = ((long)(bytes[1] & 127), 2);
        if (length == 126 && bytes.Length >= 4)
        {
            (length, head) = (BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]), 4);
        }
        else if (length == 127 && bytes.Length >= 10)
        {
            (length, head) = (BinaryPrimitives.ReadInt64BigEndian(bytes[2..]), 10);
        }
        else if (length >= 126)
        {
            return false;
        }

        if (bytes.Length - head < length)
        {
            return false;
        }

        opcode = bytes[0] & 15;
        payload = bytes.Slice(head, (int)length);
        _start += head + (int)length;
        return true;
    }
}
