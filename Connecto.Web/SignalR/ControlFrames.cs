namespace Connecto.Web.SignalR;

/// <summary>
/// An upgraded request's stream as the framework's WebSocket sees it: it reads from it, and what it writes of itself,
/// which are answers to pings, is handed to whoever writes to the client.
/// </summary>
internal sealed class ControlFrames(Stream inner) : Stream
{
    /// <summary>Takes a frame; set before anything is read.</summary>
    public Action<ReadOnlyMemory<byte>> Written { get; set; } = _ => { };

    public Stream Inner => inner;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Written(buffer);
        return default;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Written(buffer.AsMemory(offset, count));

    public override void Flush() { }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
    }
}
