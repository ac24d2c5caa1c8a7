using System.Collections.Immutable;
using System.Text.Json;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Web.Wire;

namespace Connecto.Web.Chat;

/// <summary>
/// Reads hub calls' arguments. What is missing, of another type or out of bounds is <see cref="ErrorCode.Invalid"/>,
/// named by its field; unknown fields are passed over.
/// </summary>
internal static class Arguments
{
    /// <summary>Most items of any list that a call takes.</summary>
    public const int MaxItems = 500;

    public static Snowflake PlanetId(JsonElement of) => Id(Field(of, "planetId"), "planetId");

    public static Snowflake Id(JsonElement value, string field) =>
        Snowflake.TryParse(value.TextOrNull(), out var id)
            ? id
            : throw ChatException.Invalid(field, "an id is a decimal number in a string");

    /// <summary>A number from 0 up.</summary>
    public static long Number(JsonElement of, string field) =>
        OptionalNumber(of, field) ?? throw ChatException.Invalid(field, "is missing");

    public static long? OptionalNumber(JsonElement of, string field)
    {
        var value = Field(of, field);
        if (value.IsAbsent())
        {
            return null;
        }
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0
            ? number
            : throw ChatException.Invalid(field, "is a whole number from 0 up");
    }

    public static bool Flag(JsonElement of, string field) =>
        Field(of, field).ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw ChatException.Invalid(field, "is true or false"),
        };

    public static string Text(JsonElement of, string field) =>
        OptionalText(of, field) ?? throw ChatException.Invalid(field, "is missing");

    public static string? OptionalText(JsonElement of, string field)
    {
        var value = Field(of, field);
        return value.IsAbsent() ? null : value.TextOrNull() ?? throw ChatException.Invalid(field, "is a text");
    }

    /// <summary>The items of a list, absent meaning none.</summary>
    public static ImmutableArray<T> OptionalList<T>(JsonElement of, string field, Func<JsonElement, T> read)
    {
        var value = Field(of, field);
        return value.IsAbsent() ? [] : List(value, field, read);
    }

    public static ImmutableArray<T> List<T>(JsonElement value, string field, Func<JsonElement, T> read)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw ChatException.Invalid(field, "is a list");
        }
        if (value.GetArrayLength() > MaxItems)
        {
            throw ChatException.Invalid(field, $"has at most {MaxItems} items");
        }
        return [.. value.EnumerateArray().Select(read)];
    }

    public static JsonElement Field(JsonElement of, string field)
    {
        if (of.ValueKind != JsonValueKind.Object)
        {
            throw new ChatException(
                ErrorCode.Invalid,
                "The argument is one object, or one list, as the protocol says."
            );
        }
        try
        {
            return of.TryGetProperty(field, out var value) ? value : default;
        }
        catch (InvalidOperationException)
        {
            // A name elsewhere in the object is no text, such as half of a surrogate pair.
            throw ChatException.Invalid(field, "stands in an object whose names are not all text");
        }
    }
}
