using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Connecto.Bench.Load;

/// <summary>
/// One SignalR connection in the JSON protocol over a bare socket: it allocates nothing per message, so that a generator on
/// the server's machine takes little from it. Answers WebSocket pings; SignalR's own are the caller's to send.
/// </summary>
internal sealed partial class HubSocket : IAsyncDisposable
{
    private const byte Separator = 0x1e;
    private const string Handshake = """{"protocol":"json","version":1}""" + "\u001e";

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
    };
    private readonly FrameReader _frames = new();
    private readonly ArrayBufferWriter<byte> _unfinished = new(256);
    private readonly RecordHandler _onRecord;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ArrayBufferWriter<byte> _filling = new(512);
    private ArrayBufferWriter<byte> _leaving = new(512);
    private bool _sending;
    private volatile bool _stalled;
    private long _heardAt = Stopwatch.GetTimestamp();

    private HubSocket(RecordHandler onRecord) => _onRecord = onRecord;

    /// <summary>Takes a record; called on the receiving side, one at a time. What it writes leaves with the next flush.</summary>
    public delegate void RecordHandler(HubRecord record);

    /// <summary>Ends when the connection has ended; fails with the reason if that was not a closing by either side.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>How long nothing has come, pings included.</summary>
    public TimeSpan Silence => Stopwatch.GetElapsedTime(Volatile.Read(ref _heardAt));

    /// <summary>Connects and shakes hands.</summary>
    /// <param name="server">Its base address, http.</param>
    /// <param name="accessToken">Travels in the query.</param>
    /// <param name="onRecord">Gets every record but pings, once this has returned.</param>
    /// <param name="negotiates">Whether it asks for a connection first, as SignalR's clients do.</param>
    /// <param name="cancellation">Ends the attempt: the connection is closed, which fails it.</param>
    /// <exception cref="RefusedException">The server takes no connection now.</exception>
    /// <exception cref="IOException">The server refuses the handshake, or ends the connection.</exception>
    public static async Task<HubSocket> OpenAsync(
        Uri server,
        string accessToken,
        RecordHandler onRecord,
        bool negotiates = false,
        CancellationToken cancellation = default
    )
    {
        var hub = new HubSocket(onRecord);
        await using var ends = cancellation.Register(hub._socket.Dispose);
        try
        {
            await hub._socket.ConnectAsync(server.Host, server.Port);
            await hub.UpgradeAsync(
                server,
                accessToken,
                negotiates ? await hub.NegotiateAsync(server, accessToken) : ""
            );
            hub.Write(Encoding.UTF8.GetBytes(Handshake));
            hub.Flush();
            while (!hub.TryReadHandshake())
            {
                await hub.ReceiveAsync();
            }
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }

        hub.Completion = Task.Run(hub.ReceiveAllAsync, CancellationToken.None);
        return hub;
    }

    /// <summary>Adds a record, separator included, to what leaves with the next <see cref="Flush"/>.</summary>
    public void Write(ReadOnlySpan<byte> record)
    {
        lock (_gate)
        {
            FrameWriter.Write(_filling, FrameWriter.Text, record);
        }
    }

    /// <summary>Sends what was written, after what is still leaving.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            if (_sending || _filling.WrittenCount == 0)
            {
                return;
            }

            _sending = true;
        }

        _ = SendAllAsync();
    }

    /// <summary>Reads no more, though the connection stays open and writes go on, as with a client that hangs.</summary>
    public void Stall() => _stalled = true;

    /// <summary>Ends the connection without a word.</summary>
    public void Cut()
    {
        _disposed.TrySetResult();
        _socket.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Cut();
        return new ValueTask(Completion.ContinueWith(_ => { }, TaskScheduler.Default));
    }

    private bool TryReadHandshake()
    {
        if (!_frames.TryRead(out _, out var payload))
        {
            return false;
        }

        var answer = HubRecord.Read(payload.TrimEnd(Separator));
        return !answer.Failed ? true : throw new IOException($"Handshake refused: {Encoding.UTF8.GetString(payload)}");
    }

    private async ValueTask ReceiveAsync()
    {
        var received = await _socket.ReceiveAsync(_frames.Room());
        Volatile.Write(ref _heardAt, Stopwatch.GetTimestamp());
        _frames.Received(received > 0 ? received : throw new EndOfStreamException("The server closed the connection."));
    }

    private async Task ReceiveAllAsync()
    {
        try
        {
            while (TakeFrames())
            {
                Flush();
                await (_stalled ? _disposed.Task : Task.CompletedTask);
                await ReceiveAsync();
            }
        }
        catch (Exception ended) when (ended is EndOfStreamException or ObjectDisposedException)
        {
            return;
        }
        catch (SocketException ended) when (ended.SocketErrorCode == SocketError.OperationAborted)
        {
            return;
        }
        finally
        {
            _socket.Dispose();
        }
    }

    private bool TakeFrames()
    {
        while (_frames.TryRead(out var opcode, out var payload))
        {
            switch (opcode)
            {
                case FrameWriter.Close:
                    return false;
                case FrameWriter.Ping:
                    lock (_gate)
                    {
                        FrameWriter.Write(_filling, FrameWriter.Pong, payload);
                    }

                    break;
                case FrameWriter.Pong:
                    break;
                default:
                    TakeRecords(payload);
                    break;
            }
        }

        return true;
    }

    // A frame may hold several records, and a record may run on into the next frame.
    private void TakeRecords(ReadOnlySpan<byte> payload)
    {
        int end;
        while ((end = payload.IndexOf(Separator)) >= 0)
        {
            if (_unfinished.WrittenCount == 0)
            {
                Take(payload[..end]);
            }
            else
            {
                _unfinished.Write(payload[..end]);
                Take(_unfinished.WrittenSpan);
                _unfinished.ResetWrittenCount();
            }

            payload = payload[(end + 1)..];
        }

        _unfinished.Write(payload);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        var record = HubRecord.Read(bytes);
        if (record.Type != HubRecord.Ping)
        {
            _onRecord(record);
        }
    }

    private async Task SendAllAsync()
    {
        try
        {
            while (Swap())
            {
                await _socket.SendAsync(_leaving.WrittenMemory);
                _leaving.ResetWrittenCount();
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The receiving side sees the same end and reports it.
        }
    }

    private bool Swap()
    {
        lock (_gate)
        {
            (_filling, _leaving) = (_leaving, _filling);
            return _sending = _leaving.WrittenCount > 0;
        }
    }
}
