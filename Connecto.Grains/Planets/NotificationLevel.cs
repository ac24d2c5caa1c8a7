namespace Connecto.Planets;

/// <summary>What of a planet a member wants to be notified of.</summary>
public enum NotificationLevel
{
    All,
    Mentions,
    None,
}
