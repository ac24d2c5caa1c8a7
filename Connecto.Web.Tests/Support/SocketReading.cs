using System.Buffers;
using System.Net.WebSockets;

namespace Connecto.Web.Tests.Support;

internal static class SocketReading
{
    private const int Chunk = 16 * 1024;

    /// <summary>Appends what comes next; false where the socket is closing, or was aborted between two reads.</summary>
    public static async Task<bool> ReceiveAsync(
        this WebSocket socket,
        ArrayBufferWriter<byte> buffer,
        CancellationToken cancellation
    )
    {
        try
        {
            var result = await socket.ReceiveAsync(buffer.GetMemory(Chunk), cancellation);
            buffer.Advance(result.Count);
            return result.MessageType != WebSocketMessageType.Close;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
