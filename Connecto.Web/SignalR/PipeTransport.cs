using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Features;

namespace Connecto.Web.SignalR;

/// <summary>Server-sent events and long polling, which the framework carries.</summary>
internal sealed class PipeTransport(ConnectionContext connection) : HubTransport
{
    private readonly PipeReader _input = connection.Transport.Input;
    private readonly PipeWriter _output = connection.Transport.Output;

    public override bool KeepsItselfAlive =>
        connection.Features.Get<IConnectionInherentKeepAliveFeature>()?.HasInherentKeepAlive is true;

    public override async ValueTask<bool> WaitAsync()
    {
        var result = await _input.ReadAsync();
        _input.AdvanceTo(result.Buffer.Start);
        return !result.IsCanceled && !(result.IsCompleted && result.Buffer.IsEmpty);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        var result = await _input.ReadAsync();
        var taken = result.Buffer.Slice(0, Math.Min(buffer.Length, result.Buffer.Length));
        taken.CopyTo(buffer.Span);
        _input.AdvanceTo(taken.End);
        return result.IsCanceled ? 0 : (int)taken.Length;
    }

    public override ReadOnlyMemory<byte> BytesOf(OutgoingMessage message) => message.Records;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var write = _output.WriteAsync(bytes);
        return write.IsCompletedSuccessfully ? default : new ValueTask(write.AsTask());
    }

    public override void StopReading() => _input.CancelPendingRead();

    public override bool Polls =>
        connection.Features.Get<IHttpTransportFeature>()?.TransportType is HttpTransportType.LongPolling;

    public override void Cut()
    {
        try
        {
            connection.Abort();
        }
        catch (ObjectDisposedException)
        {
            // Its last request ended by itself meanwhile.
        }
    }
}
