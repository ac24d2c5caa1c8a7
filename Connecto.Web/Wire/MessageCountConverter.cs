using System.Text.Json;
using System.Text.Json.Serialization;
using Connecto.Messages;

namespace Connecto.Web.Wire;

/// <summary><c>[seq, readCount, unreadCount]</c>.</summary>
internal sealed class MessageCountConverter : JsonConverter<MessageCount>
{
    public override MessageCount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Tuples.Begin(ref reader);
        var count = new MessageCount(
            Tuples.Number(ref reader),
            checked((int)Tuples.Number(ref reader)),
            checked((int)Tuples.Number(ref reader))
        );
        Tuples.End(ref reader);
        return count;
    }

    public override void Write(Utf8JsonWriter writer, MessageCount value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Seq);
        writer.WriteNumberValue(value.ReadCount);
        writer.WriteNumberValue(value.UnreadCount);
        writer.WriteEndArray();
    }
}
