using Connecto.Ids;
using Orleans;

namespace Connecto.Messages;

/// <summary>
/// A planet's newest message in short. <c>Preview</c> is the beginning of its text, at most 120 UTF-16 units, and null
/// for a deleted one.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record LastMessage(long Seq, Snowflake SenderId, string? Preview, DateTimeOffset CreatedAt)
{
    private const int PreviewLength = 120;

    public static LastMessage Of(long seq, Snowflake senderId, string? text, DateTimeOffset createdAt) =>
        new(seq, senderId, Cut(text), createdAt);

    private static string? Cut(string? text)
    {
        if (text is null || text.Length <= PreviewLength)
        {
            return text;
        }
        var length = char.IsHighSurrogate(text[PreviewLength - 1]) ? PreviewLength - 1 : PreviewLength;
        return text[..length];
    }
}
