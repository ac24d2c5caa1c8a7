using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Connecto.Web.Chat;

/// <summary>Bytes that were encoded once and go to any number of connections.</summary>
internal sealed class OutgoingMessage(ReadOnlyMemory<byte> bytes)
{
    /// <summary>What SignalR takes; it writes the bytes as they are.</summary>
    public SerializedHubMessage Serialized { get; } = new([new SerializedMessage(ChatHubProtocol.ProtocolName, bytes)]);

    public int Length => bytes.Length;
}
