using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Connecto.Web.Chat;

/// <summary>
/// Reads a record that SignalR's parser gives up on, such as one with a field that nobody knows and that nests deeper
/// than 64 levels, or one whose method is no text. Field names count as they are written, without escapes.
/// </summary>
internal static class SecondReading
{
    private const int Invocation = 1;
    private const int StreamInvocation = 4;

    // A record's bytes are bounded and its depth with them; JSON that is not bound to types is not read recursively.
    private static readonly JsonDocumentOptions _anyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>
    /// The call that the record is, or one to be refused in its place; null where it is no JSON object with a type.
    /// </summary>
    public static InvocationMessage? Read(ReadOnlySequence<byte> record)
    {
        try
        {
            var frame = JsonElement.Parse(record.ToArray(), _anyDepth);
            return frame.ValueKind == JsonValueKind.Object ? Read(frame) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static InvocationMessage? Read(JsonElement frame)
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
            return null;
        }
        var invocationId = Arguments.TextOrNull(id);
        if (kind is not (Invocation or StreamInvocation) || (invocationId is null && !Arguments.IsAbsent(id)))
        {
            return RefusedCall.Unanswered();
        }
        if (kind is StreamInvocation || !IsNone(streamIds))
        {
            return RefusedCall.Streaming(invocationId);
        }
        return Arguments.TextOrNull(target) is { Length: > 0 } method
            ? new InvocationMessage(invocationId, method, [OnlyOne(arguments)])
            : RefusedCall.NoMethod(invocationId);
    }

    private static bool IsNone(JsonElement list) =>
        Arguments.IsAbsent(list) || (list.ValueKind == JsonValueKind.Array && list.GetArrayLength() == 0);

    // Anything but one argument is none, which every method refuses.
    private static JsonElement OnlyOne(JsonElement arguments) =>
        arguments.ValueKind == JsonValueKind.Array && arguments.GetArrayLength() == 1 ? arguments[0] : default;
}
