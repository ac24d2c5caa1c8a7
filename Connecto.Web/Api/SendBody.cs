using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;

namespace Connecto.Web.Api;

/// <summary>
/// A message as a client sends it by REST. So far every message is a text.
/// </summary>
public record SendBody(
    [Required] string? ClientMessageId,
    [Required] string? Text,
    MessageType? Type,
    long? ReplyToSeq,
    Snowflake[]? Mentions,
    Snowflake[]? Attachments
)
{
    private const int MostMentions = 500;

    /// <exception cref="ChatException"><see cref="ErrorCode.Invalid"/>: some field is not what the contract says.</exception>
    public SendRequest ToRequest(Snowflake senderId)
    {
        var clientMessageId = Messages.ClientMessageId.Check(ClientMessageId);
        var text = MessageText.Check(Text);
        if (Type is not (null or MessageType.Text))
        {
            throw ChatException.Invalid("type", "only text can be sent");
        }
        if (Attachments is { Length: > 0 })
        {
            throw ChatException.Invalid("attachments", "a text has none");
        }
        if (ReplyToSeq is <= 0)
        {
            throw ChatException.Invalid("replyToSeq", "a seq is a whole number from 1");
        }
        var mentions = (Mentions ?? []).Distinct().ToImmutableArray();
        if (mentions.Length > MostMentions)
        {
            throw ChatException.Invalid("mentions", $"these are at most {MostMentions}");
        }
        return new SendRequest(senderId, clientMessageId, text, ReplyToSeq, mentions);
    }
}
