using System.Buffers;

namespace Connecto.Web.SignalR;

/// <summary>Cuts what a client sends into records. While nothing has come it holds no buffer. One caller at a time.</summary>
/// <param name="transport">Where it reads.</param>
/// <param name="maxBytes">Most bytes of a record, without the byte that ends it.</param>
internal sealed class RecordReader(HubTransport transport, int maxBytes) : IDisposable
{
    public const byte Separator = 0x1e;

    private const int UsualBytes = 4096;

    private byte[] _buffer = [];
    private int _start;
    private int _searched;
    private int _end;

    /// <summary>The next record, if it has come whole; it is good until more is read.</summary>
    /// <exception cref="InvalidDataException">It is too long.</exception>
    public bool TryTake(out ReadOnlySpan<byte> record)
    {
        var length = _buffer.AsSpan(_searched, _end - _searched).IndexOf(Separator);
        if (length < 0)
        {
            _searched = _end;
            record = default;
            return false;
        }
        record = _buffer.AsSpan(_start, _searched + length - _start);
        Check(record.Length);
        _start = _searched = _searched + length + 1;
        return true;
    }

    /// <summary>Reads more; false once the client sends no more.</summary>
    /// <exception cref="InvalidDataException">A record is too long.</exception>
    public async ValueTask<bool> ReadAsync()
    {
        if (_start == _end)
        {
            Dispose();
            if (!await transport.WaitAsync())
            {
                return false;
            }
        }
        MakeRoom();
        var read = await transport.ReadAsync(_buffer.AsMemory(_end));
        _end += read;
        return read > 0;
    }

    /// <summary>Passes over all that still comes.</summary>
    public async Task SkipRestAsync()
    {
        do
        {
            _start = _searched = _end;
        } while (await ReadAsync());
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
        _buffer = [];
        (_start, _searched, _end) = (0, 0, 0);
    }

    private void MakeRoom()
    {
        var held = _end - _start;
        Check(held);
        if (_end < _buffer.Length)
        {
            return;
        }
        // Full: what is held goes to the front, of a larger buffer where it fills more than half of this one.
        var next = held * 2 > _buffer.Length || _buffer.Length == 0 ? Rent(held) : _buffer;
        _buffer.AsSpan(_start, held).CopyTo(next);
        if (next != _buffer && _buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
        _buffer = next;
        (_start, _searched, _end) = (0, _searched - _start, held);
    }

    private void Check(int bytes)
    {
        if (bytes > maxBytes)
        {
            throw new InvalidDataException($"A record has at most {maxBytes} bytes.");
        }
    }

    private byte[] Rent(int held) =>
        ArrayPool<byte>.Shared.Rent(Math.Min(Math.Max(UsualBytes, held * 2), maxBytes + UsualBytes));
}
