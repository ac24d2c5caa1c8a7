using System.Text.Json;
using Connecto.Errors;
using Connecto.Ids;

namespace Connecto.Web.Chat;

/// <summary>One planet of a <c>Subscribe</c> call.</summary>
internal readonly record struct SubscribeRequest(Snowflake PlanetId, long? SinceRev)
{
    public static SubscribeRequest Read(JsonElement value)
    {
        if (Arguments.OptionalText(value, "fields") is not (null or "full"))
        {
            throw ChatException.Invalid("fields", "is \"full\"");
        }
        return new SubscribeRequest(Arguments.PlanetId(value), Arguments.OptionalNumber(value, "sinceRev"));
    }
}
