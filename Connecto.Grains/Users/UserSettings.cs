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
public sealed record UserSettings(PresenceAudience Presence = PresenceAudience.Everybody, bool ReadReceipts = true);
