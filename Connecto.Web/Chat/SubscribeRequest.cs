using System.Text.Json;
using Connecto.Errors;
using Connecto.Ids;

namespace Connecto.Web.Chat;

/// <summary>One planet of a <c>Subscribe</c> call; <c>HeadOnly</c> asks for <c>head</c> in place of everything else.</summary>
internal readonly record struct SubscribeRequest(Snowflake PlanetId, long? SinceRev, bool HeadOnly)
{
    public static SubscribeRequest Read(JsonElement value)
    {
        var fields = Arguments.OptionalText(value, "fields") ?? "full";
        if (fields is not ("full" or "head"))
        {
            throw ChatException.Invalid("fields", "is \"full\" or \"head\"");
        }
        return new SubscribeRequest(
            Arguments.PlanetId(value),
            Arguments.OptionalNumber(value, "sinceRev"),
            HeadOnly: fields == "head"
        );
    }
}
