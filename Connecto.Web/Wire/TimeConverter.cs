using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connecto.Web.Wire;

/// <summary>ISO 8601 in UTC with exactly milliseconds. A time that comes without an offset is UTC.</summary>
internal sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    private const int RoundTripLength = 28;
    private const int LengthToMilliseconds = 23;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTime(out var time))
        {
            throw new JsonException("a time is ISO 8601");
        }
        return time.Kind == DateTimeKind.Unspecified
            ? new DateTimeOffset(time, TimeSpan.Zero)
            : new DateTimeOffset(time.ToUniversalTime());
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        // "O" gives ten-millionths of a second; the contract's milliseconds end where its last four digits begin.
        Span<byte> text = stackalloc byte[RoundTripLength];
        value.UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        text[LengthToMilliseconds] = (byte)'Z';
        writer.WriteStringValue(text[..(LengthToMilliseconds + 1)]);
    }
}
