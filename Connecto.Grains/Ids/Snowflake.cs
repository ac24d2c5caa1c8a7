using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans;

namespace Connecto.Ids;

/// <summary>
/// A time-ordered 64-bit id: 41 bits of milliseconds since 2025-01-01T00:00:00Z, 10 bits of node, 12 bits of sequence
/// (the layout of Twitter's Snowflake). Positive. It travels as a decimal string; a JSON number is refused.
/// </summary>
[GenerateSerializer, Immutable]
[JsonConverter(typeof(SnowflakeConverter))]
public readonly record struct Snowflake(long Value) : IComparable<Snowflake>
{
    /// <summary>Millisecond zero of all ids.</summary>
    public static readonly DateTimeOffset Origin = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public int CompareTo(Snowflake other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a positive decimal number without sign, space or leading zero, at most 19 digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Snowflake id)
    {
        id = default;
        if (string.IsNullOrEmpty(text) || text[0] == '0')
        {
            return false;
        }
        // .NET overlooks NULs at the end of a number.
        if (
            !char.IsAsciiDigit(text[^1])
            || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        )
        {
            return false;
        }
        id = new Snowflake(value);
        return true;
    }

    public static bool operator <(Snowflake left, Snowflake right) => left.Value < right.Value;

    public static bool operator >(Snowflake left, Snowflake right) => left.Value > right.Value;

    public static bool operator <=(Snowflake left, Snowflake right) => left.Value <= right.Value;

    public static bool operator >=(Snowflake left, Snowflake right) => left.Value >= right.Value;
}

/// <summary>Ids as decimal strings, as values and as keys of objects.</summary>
public sealed class SnowflakeConverter : JsonConverter<Snowflake>
{
    public override Snowflake Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Snowflake.TryParse(reader.GetString(), out var id)
            ? id
            : throw new JsonException("an id is a decimal number in a string");

    public override void Write(Utf8JsonWriter writer, Snowflake value, JsonSerializerOptions options)
    {
        Span<byte> digits = stackalloc byte[20];
        value.Value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        writer.WriteStringValue(digits[..length]);
    }
}
