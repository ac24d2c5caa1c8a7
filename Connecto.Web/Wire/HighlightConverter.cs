using System.Text.Json;
using System.Text.Json.Serialization;
using Connecto.Search;

namespace Connecto.Web.Wire;

/// <summary><c>[start, length]</c>.</summary>
internal sealed class HighlightConverter : JsonConverter<Highlight>
{
    public override Highlight Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Tuples.Begin(ref reader);
        var highlight = new Highlight(checked((int)Tuples.Number(ref reader)), checked((int)Tuples.Number(ref reader)));
        Tuples.End(ref reader);
        return highlight;
    }

    public override void Write(Utf8JsonWriter writer, Highlight value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Start);
        writer.WriteNumberValue(value.Length);
        writer.WriteEndArray();
    }
}
