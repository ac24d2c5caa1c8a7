using System.Text.Json;
using System.Text.Json.Serialization;
using Connecto.Delivery;

namespace Connecto.Web.Wire;

/// <summary><c>[userId, from, to]</c>.</summary>
internal sealed class ReceiptMoveConverter : JsonConverter<ReceiptMove>
{
    public override ReceiptMove Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Tuples.Begin(ref reader);
        var move = new ReceiptMove(Tuples.Id(ref reader), Tuples.Number(ref reader), Tuples.Number(ref reader));
        Tuples.End(ref reader);
        return move;
    }

    public override void Write(Utf8JsonWriter writer, ReceiptMove value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(value.UserId.ToString());
        writer.WriteNumberValue(value.From);
        writer.WriteNumberValue(value.To);
        writer.WriteEndArray();
    }
}
