using System.Text.Json;
using Connecto.Errors;

namespace Connecto.Web.SignalR;

/// <summary>What a server says of itself in SignalR's JSON protocol: answers, pings, closes.</summary>
internal static class HubRecords
{
    private const int Completion = 3;
    private const int Close = 7;

    public static OutgoingMessage Ping { get; } = new("{\"type\":6}\x1e"u8);

    /// <summary>A WebSocket's own end, for no particular reason (1000); other transports have nothing of it.</summary>
    public static OutgoingMessage Over { get; } = OutgoingMessage.Control([0x88, 0x02, 0x03, 0xE8]);

    /// <summary>The answer to a handshake that is good.</summary>
    public static OutgoingMessage Shaken { get; } = new("{}\x1e"u8);

    /// <summary>The answer to one that is not.</summary>
    public static OutgoingMessage NotShaken(string error)
    {
        var writer = HubMessageWriter.Rent();
        var json = writer.BeginRecord();
        json.WriteString("error"u8, error);
        writer.EndRecord();
        return writer.Take();
    }

    /// <summary>The end; SignalR's clients come back by themselves where it allows them to.</summary>
    public static OutgoingMessage Closing(bool allowReconnect, string? error = null)
    {
        var writer = HubMessageWriter.Rent();
        var json = writer.BeginRecord();
        json.WriteNumber("type"u8, Close);
        if (error is not null)
        {
            json.WriteString("error"u8, error);
        }
        if (allowReconnect)
        {
            json.WriteBoolean("allowReconnect"u8, true);
        }
        writer.EndRecord();
        return writer.Take();
    }

    /// <summary>The answer to a call; null is none.</summary>
    public static OutgoingMessage Answer(string invocationId, object? result)
    {
        var writer = HubMessageWriter.Rent();
        var json = Begin(writer, invocationId);
        switch (result)
        {
            case null:
                break;
            case ILongAnswer answer:
                json.WritePropertyName("result"u8);
                answer.WriteTo(json);
                break;
            default:
                json.WritePropertyName("result"u8);
                JsonSerializer.Serialize(json, result, result.GetType(), WireJson.Options);
                break;
        }
        writer.EndRecord();
        return writer.Take();
    }

    /// <summary>The refusal of a call: what follows <c>HubException: </c> is the contract's JSON.</summary>
    public static OutgoingMessage Refusal(string invocationId, string target, ChatException refusal)
    {
        var error = new HubError(refusal.Code.Name(), refusal.Message, (long?)refusal.RetryAfter?.TotalMilliseconds);
        var text = JsonSerializer.Serialize(error, WireJson.Options);
        var writer = HubMessageWriter.Rent();
        var json = Begin(writer, invocationId);
        json.WriteString(
            "error"u8,
            $"An unexpected error occurred invoking '{target}' on the server. HubException: {text}"
        );
        writer.EndRecord();
        return writer.Take();
    }

    private static Utf8JsonWriter Begin(HubMessageWriter writer, string invocationId)
    {
        var json = writer.BeginRecord();
        json.WriteNumber("type"u8, Completion);
        json.WriteString("invocationId"u8, invocationId);
        return json;
    }

    private sealed record HubError(string Code, string Message, long? RetryAfterMs);
}
