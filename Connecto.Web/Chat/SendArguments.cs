using System.Text.Json;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;

namespace Connecto.Web.Chat;

/// <summary>The argument of <c>SendMessage</c>.</summary>
internal static class SendArguments
{
    public static SendRequest Read(JsonElement message, Snowflake senderId)
    {
        if (Arguments.OptionalText(message, "type") is not (null or "text"))
        {
            throw ChatException.Invalid("type", "is \"text\"");
        }
        var attachments = Arguments.OptionalList(message, "attachments", id => Arguments.Id(id, "attachments"));
        if (!attachments.IsEmpty)
        {
            throw ChatException.Invalid("attachments", "are not taken");
        }
        return new SendRequest(
            senderId,
            ClientMessageId.Check(Arguments.OptionalText(message, "clientMessageId")),
            MessageText.Check(Arguments.OptionalText(message, "text")),
            Arguments.OptionalNumber(message, "replyToSeq"),
            Arguments.OptionalList(message, "mentions", id => Arguments.Id(id, "mentions"))
        );
    }
}
