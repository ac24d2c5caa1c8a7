namespace Connecto.Users;

/// <summary>Who may see that a user is online, and when he was last; on the wire in lower case.</summary>
public enum PresenceAudience
{
    Everybody,
    Nobody,
}

/// <summary>
/// What a user has set for himself. Without <c>ReadReceipts</c> nobody sees how far he has read, and he sees it of
/// nobody.
/// </summary>
public sealed record UserSettings(PresenceAudience Presence = PresenceAudience.Everybody, bool ReadReceipts = true)
{
    /// <summary>Whether a row of <c>users</c> shows no receipts, in SQL; no other table has a column of this name.</summary>
    internal const string HidesReceipts = "coalesce(settings ->> 'readReceipts' = 'false', false)";
}
