using System.Text;
using System.Text.Json.Nodes;

namespace Connecto.Bench.Load;

internal sealed partial class HubSocket
{
    private async Task<string> NegotiateAsync(Uri server, string accessToken)
    {
        await WriteHeadAsync(
            $"POST /hubs/chat/negotiate?v=1&negotiateVersion=1 HTTP/1.1\r\nHost: {server.Authority}\r\n"
                + $"Authorization: Bearer {accessToken}\r\nContent-Length: 0\r\n\r\n"
        );
        var head = await ReadHeadAsync("HTTP/1.1 200");
        var length = HttpHead.Number(head, "Content-Length") ?? throw new IOException("An answer without a length.");
        JsonNode? answer;
        while ((answer = TryReadJson(length)) is null)
        {
            await ReceiveAsync();
        }

        return (string?)answer["connectionToken"] ?? throw new IOException($"No connection: {answer}");
    }

    private async Task UpgradeAsync(Uri server, string accessToken, string connectionToken)
    {
        var id = connectionToken.Length == 0 ? "" : $"&id={Uri.EscapeDataString(connectionToken)}";
        await WriteHeadAsync(
            $"GET /hubs/chat?v=1{id}&access_token={Uri.EscapeDataString(accessToken)} HTTP/1.1\r\nHost: {server.Authority}\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + $"Sec-WebSocket-Key: {Convert.ToBase64String(Guid.NewGuid().ToByteArray())}\r\n\r\n"
        );
        await ReadHeadAsync("HTTP/1.1 101");
    }

    private async Task WriteHeadAsync(string head) => await _socket.SendAsync(Encoding.ASCII.GetBytes(head));

    private async Task<string> ReadHeadAsync(string wanted)
    {
        string? head;
        while ((head = TryReadHead()) is null)
        {
            await ReceiveAsync();
        }

        return head.StartsWith(wanted, StringComparison.Ordinal) ? head : throw new RefusedException(head);
    }

    private string? TryReadHead() => _frames.TryReadHead(out var head) ? Encoding.ASCII.GetString(head) : null;

    private JsonNode? TryReadJson(int length) =>
        _frames.TryReadBody(length, out var body) ? JsonNode.Parse(body) : null;
}
