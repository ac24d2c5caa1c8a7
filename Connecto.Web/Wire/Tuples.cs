using System.Text.Json;
using Connecto.Ids;

namespace Connecto.Web.Wire;

/// <summary>Reads the contract's arrays of fixed length.</summary>
internal static class Tuples
{
    public static void Begin(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("an array belongs here");
        }
    }

    public static long Number(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number)
            ? number
            : throw new JsonException("a whole number belongs here");

    public static Snowflake Id(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String && Snowflake.TryParse(reader.GetString(), out var id)
            ? id
            : throw new JsonException("an id is a decimal number in a string");

    public static void End(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
        {
            throw new JsonException("the array is too long");
        }
    }
}
