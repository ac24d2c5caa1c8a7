using System.Text.Json;

namespace Connecto.Web.Wire;

/// <summary>Reads JSON that may hold anything.</summary>
internal static class JsonReading
{
    /// <summary>Whether it is not there, or null.</summary>
    public static bool IsAbsent(this JsonElement value) =>
        value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>The text; null where it is of another type, or none that can be read.</summary>
    public static string? TextOrNull(this JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Bytes that are not UTF-8, or half of a surrogate pair written as an escape.
            return null;
        }
    }
}
