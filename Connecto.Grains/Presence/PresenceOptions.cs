namespace Connecto.Presence;

/// <summary>Times of presence; configuration section <c>Presence</c>.</summary>
public sealed class PresenceOptions
{
    public const string Section = "Presence";

    /// <summary>How long a user stays online without a connection, so that who reconnects is not told of.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long changes are gathered before they are told together.</summary>
    public TimeSpan GatherFor { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Readings of audiences that one silo has under way at once.</summary>
    public int ParallelReadings { get; set; } = 2;
}
