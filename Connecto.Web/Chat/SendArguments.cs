using System.Text.Json;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Web.Api;

namespace Connecto.Web.Chat;

/// <summary>The argument of <c>SendMessage</c>, held to the same rules as the body of its REST twin.</summary>
internal static class SendArguments
{
    public static SendRequest Read(JsonElement message, Snowflake senderId)
    {
        if (Arguments.OptionalText(message, "type") is not (null or "text"))
        {
            throw ChatException.Invalid("type", "only text can be sent");
        }
        return new SendBody(
            Arguments.OptionalText(message, "clientMessageId"),
            Arguments.OptionalText(message, "text"),
            MessageType.Text,
            Arguments.OptionalNumber(message, "replyToSeq"),
            [.. Arguments.OptionalList(message, "mentions", id => Arguments.Id(id, "mentions"))],
            [.. Arguments.OptionalList(message, "attachments", id => Arguments.Id(id, "attachments"))]
        ).ToRequest(senderId);
    }
}
