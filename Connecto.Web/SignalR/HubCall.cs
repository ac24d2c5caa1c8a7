using System.Runtime.InteropServices;
using System.Text.Json;
using Connecto.Web.Wire;

namespace Connecto.Web.SignalR;

/// <summary>
/// A record of a client, read as SignalR's JSON protocol has it. It takes what a client may send by mistake for a call
/// to be refused, where that can be answered: fields that nobody knows, of any depth, other types, streams. Field names
/// count as they are written, without escapes.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="InvocationId">What the answer is known by; null where none is wanted.</param>
/// <param name="Target">The method; empty where none is named.</param>
/// <param name="Argument">The one argument; undefined where there is none, or another number of them.</param>
/// <param name="Refusal">Why it is not served, whatever it asks for; null where it may be.</param>
internal readonly record struct HubCall(
    HubCall.RecordKind Kind,
    string? InvocationId,
    string Target,
    JsonElement Argument,
    string? Refusal = null
)
{
    private const int Invocation = 1;
    private const int StreamInvocation = 4;
    private const int CloseType = 7;

    // A record's bytes are bounded and its depth with them; JSON that is not bound to types is not read recursively.
    private static readonly JsonDocumentOptions _anyDepth = new() { MaxDepth = int.MaxValue };

    internal enum RecordKind
    {
        /// <summary>A call, to be served or refused.</summary>
        Call,

        /// <summary>A ping, or what cannot be answered: nothing is to be done.</summary>
        Nothing,

        /// <summary>The client says goodbye.</summary>
        Close,

        /// <summary>No JSON object with a whole number as its type.</summary>
        Garbage,
    }

    /// <summary>A ping, as every client of SignalR writes it.</summary>
    private static ReadOnlySpan<byte> Ping => """{"type":6}"""u8;

    public static HubCall Read(ReadOnlySpan<byte> record)
    {
        if (record.SequenceEqual(Ping))
        {
            return Of(RecordKind.Nothing);
        }
        try
        {
            var frame = JsonElement.Parse(record, _anyDepth);
            return frame.ValueKind == JsonValueKind.Object ? Read(frame) : Of(RecordKind.Garbage);
        }
        catch (JsonException)
        {
            return Of(RecordKind.Garbage);
        }
    }

    private static HubCall Read(JsonElement frame)
    {
        JsonElement type = default;
        JsonElement id = default;
        JsonElement target = default;
        JsonElement arguments = default;
        JsonElement streamIds = default;
        foreach (var field in frame.EnumerateObject())
        {
            switch (JsonMarshal.GetRawUtf8PropertyName(field))
            {
                case var name when name.SequenceEqual("type"u8):
                    type = field.Value;
                    break;
                case var name when name.SequenceEqual("invocationId"u8):
                    id = field.Value;
                    break;
                case var name when name.SequenceEqual("target"u8):
                    target = field.Value;
                    break;
                case var name when name.SequenceEqual("arguments"u8):
                    arguments = field.Value;
                    break;
                case var name when name.SequenceEqual("streamIds"u8):
                    streamIds = field.Value;
                    break;
            }
        }
        if (type.ValueKind != JsonValueKind.Number || !type.TryGetInt32(out var kind))
        {
            return Of(RecordKind.Garbage);
        }
        var invocationId = id.TextOrNull();
        if (kind is not (Invocation or StreamInvocation) || (invocationId is null && !id.IsAbsent()))
        {
            return Of(kind == CloseType ? RecordKind.Close : RecordKind.Nothing);
        }
        return new HubCall(
            RecordKind.Call,
            invocationId is "" ? null : invocationId,
            target.TextOrNull() ?? "",
            OnlyOne(arguments),
            kind is StreamInvocation || !IsNone(streamIds)
                ? "Nothing is streamed: call by an invocation without streams."
                : null
        );
    }

    private static HubCall Of(RecordKind kind) => new(kind, null, "", default);

    private static bool IsNone(JsonElement list) =>
        list.IsAbsent() || (list.ValueKind == JsonValueKind.Array && list.GetArrayLength() == 0);

    // Anything but one argument is none, which every method refuses.
    private static JsonElement OnlyOne(JsonElement arguments) =>
        arguments.ValueKind == JsonValueKind.Array && arguments.GetArrayLength() == 1 ? arguments[0] : default;
}
