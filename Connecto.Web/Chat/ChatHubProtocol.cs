using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Chat;

/// <summary>
/// SignalR's JSON protocol with two differences. Calls that SignalR would refuse in its own way, or close the connection
/// for, still reach the hub, which refuses them with a code of the catalogue. And whoever must not be overtaken by live
/// events hears when its answer has been written.
/// </summary>
internal sealed class ChatHubProtocol(IOptions<JsonHubProtocolOptions> options) : IHubProtocol
{
    public const string ProtocolName = "json";

    private const byte RecordSeparator = 0x1e;

    private readonly JsonHubProtocol _json = new(options);

    public string Name => ProtocolName;

    public int Version => _json.Version;

    public TransferFormat TransferFormat => _json.TransferFormat;

    public bool IsVersionSupported(int version) => _json.IsVersionSupported(version);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _json.GetMessageBytes(message);

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        _json.WriteMessage(message, output);
        // Still under the connection's write lock, so whatever is sent from here on comes after the answer.
        if (message is CompletionMessage { Result: SubscribeAnswer answer })
        {
            answer.OnWritten();
        }
    }

    public bool TryParseMessage(
        ref ReadOnlySequence<byte> input,
        IInvocationBinder binder,
        [NotNullWhen(true)] out HubMessage? message
    )
    {
        var rest = input;
        try
        {
            if (_json.TryParseMessage(ref input, binder, out message))
            {
                message = Admitted(message);
                return true;
            }
            // A record of a type that is not known has been read all the same, and must not be read again.
            message = input.Length < rest.Length ? RefusedCall.Unanswered() : null;
            return message is not null;
        }
        catch (Exception failure) when (failure is InvalidDataException or InvalidOperationException)
        {
            var end = rest.PositionOf(RecordSeparator)!.Value;
            if (SecondReading.Read(rest.Slice(0, end)) is not { } call)
            {
                throw;
            }
            input = rest.Slice(rest.GetPosition(1, end));
            message = Admitted(call);
            return true;
        }
    }

    private static HubMessage Admitted(HubMessage message) =>
        message switch
        {
            InvocationMessage call => Admitted(call),
            StreamInvocationMessage call => RefusedCall.Streaming(call.InvocationId),
            InvocationBindingFailureMessage { Target: not (null or "") } call => Admitted(
                new InvocationMessage(call.InvocationId, call.Target, [default(JsonElement)])
            ),
            InvocationBindingFailureMessage call => RefusedCall.NoMethod(call.InvocationId),
            _ => message,
        };

    private static InvocationMessage Admitted(InvocationMessage call)
    {
        if (!ChatHub.Methods.Contains(call.Target))
        {
            return call as RefusedCall ?? RefusedCall.NoMethod(call.InvocationId);
        }
        if (call.StreamIds is { Length: > 0 })
        {
            return RefusedCall.Streaming(call.InvocationId);
        }
        // Subscriptions go live, and the connection's next call of Subscribe begins, when the answer is written.
        if (
            string.IsNullOrEmpty(call.InvocationId)
            && call.Target.Equals(nameof(ChatHub.Subscribe), StringComparison.OrdinalIgnoreCase)
        )
        {
            return RefusedCall.Unanswered();
        }
        return call;
    }
}
