namespace Connecto.Web.SignalR;

/// <summary>The way to one client. One reader and one writer use it at a time, side by side.</summary>
internal abstract class HubTransport
{
    /// <summary>Whether requests come and go anyway, so that pings say nothing and neither side sends any.</summary>
    public virtual bool KeepsItselfAlive => false;

    /// <summary>Completes when something can be read; false once the client sends no more. It holds no buffer meanwhile.</summary>
    public abstract ValueTask<bool> WaitAsync();

    /// <summary>Reads what has come; 0 once the client sends no more.</summary>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer);

    /// <summary>What of a message is written here.</summary>
    public abstract ReadOnlyMemory<byte> BytesOf(OutgoingMessage message);

    /// <summary>Takes the bytes before it returns, and completes when there is room for more. A broken one takes anything.</summary>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Nothing more comes after what was written: the reader finds so where it is not the client that ends it.</summary>
    public virtual void StopReading() { }

    /// <summary>Whether the client only asks now and then, so that there may be nothing to cut.</summary>
    public virtual bool Polls => false;

    /// <summary>Breaks the connection off; nothing happens where it is over.</summary>
    public abstract void Cut();
}
