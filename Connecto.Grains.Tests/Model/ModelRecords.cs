using System.Collections.Immutable;
using Connecto.Planets;

namespace Connecto.Tests.Model;

/// <summary>Who is or was a member. Users are single letters, so that a printed run reads well.</summary>
internal sealed record ModelMember(
    char User,
    MemberRole Role,
    MemberStatus Status,
    bool IsMuted,
    long JoinedSeq,
    long JoinedRev,
    long Cursor
)
{
    public bool IsActive => Status == MemberStatus.Active;

    public bool IsModerator => IsActive && Role != MemberRole.Member;
}

/// <summary>A message; <c>Request</c> is what a retry must repeat, <c>Mentions</c> the letters of those it mentions.</summary>
internal sealed record ModelMessage(
    long Seq,
    long PostedRev,
    char Sender,
    string Key,
    string Request,
    long? ReplyTo,
    string Mentions,
    bool MentionsAll
)
{
    /// <summary>The rev of the last event about the message.</summary>
    public long Rev { get; init; } = PostedRev;

    /// <summary>Every text that it had, the present one last; none once it is deleted.</summary>
    public ImmutableList<(long Rev, string Text)> Texts { get; init; } = [];

    public bool IsDeleted { get; init; }

    public bool IsPinned { get; init; }

    /// <summary>Who stands behind which emoji, in the order in which they came.</summary>
    public ImmutableList<(string Emoji, char User)> Reactions { get; init; } = [];

    /// <summary>Emojis that stand, in the order in which each came first.</summary>
    public ImmutableList<string> Kinds { get; init; } = [];

    public bool IsEdited { get; init; }
}

/// <summary>
/// A device: whether its subscription is live, the rev up to which it has seen the planet (null where it holds no view),
/// and the rev of an older view that it has kept.
/// </summary>
internal sealed record ModelClient(char User, bool IsOpen, long? Rev, long? Kept);
