using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Chat;

/// <summary>
/// SignalR's JSON protocol with two differences. Arguments that do not bind, and methods that do not exist, still
/// reach the hub, which refuses them with a code of the catalogue. And whoever must not be overtaken by live events
/// hears when its answer has been written.
/// </summary>
internal sealed class ChatHubProtocol(IOptions<JsonHubProtocolOptions> options) : IHubProtocol
{
    public const string ProtocolName = "json";

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
        if (!_json.TryParseMessage(ref input, binder, out message))
        {
            return false;
        }
        message = message switch
        {
            InvocationMessage call when !ChatHub.Methods.Contains(call.Target) => Unbound(call.InvocationId),
            InvocationBindingFailureMessage call => ChatHub.Methods.Contains(call.Target)
                ? new InvocationMessage(call.InvocationId, call.Target, [default(JsonElement)])
                : Unbound(call.InvocationId),
            _ => message,
        };
        return true;
    }

    private static InvocationMessage Unbound(string? invocationId) => new(invocationId, nameof(ChatHub.Unknown), []);
}
