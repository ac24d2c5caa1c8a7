using System.Collections.Immutable;
using Connecto.Ids;

namespace Connecto.Presence;

/// <summary>
/// Who a user is shown to: those who share a small planet with him and are not separated from him by a block. Where he
/// <c>Hides</c> nobody is to hear of him; <c>Visible</c> are those of them who do not hide from him.
/// </summary>
internal sealed record Audience(bool Hides, ImmutableArray<Snowflake> All, ImmutableArray<Seen> Visible)
{
    public static Audience Nobody { get; } = new(Hides: false, [], []);
}

/// <summary>
/// Whom a user may see. <c>LastSeenAt</c> is when he was last seen, as it is stored: null where he never was, or where
/// it was not asked for.
/// </summary>
internal readonly record struct Seen(Snowflake UserId, DateTimeOffset? LastSeenAt);
