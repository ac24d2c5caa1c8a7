using System.ComponentModel.DataAnnotations;

namespace Connecto.Presence;

/// <summary>Times of presence; configuration section <c>Presence</c>.</summary>
public sealed class PresenceOptions
{
    public const string Section = "Presence";

    /// <summary>How long a user stays online without a connection, so that who reconnects is not told of.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long changes are gathered before they are told together.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan GatherFor { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Readings of audiences that one silo has under way at once.</summary>
    [Range(1, 1_000)]
    public int ParallelReadings { get; set; } = 2;
}
