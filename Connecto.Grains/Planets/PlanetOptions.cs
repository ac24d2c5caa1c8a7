using System.ComponentModel.DataAnnotations;

namespace Connecto.Planets;

/// <summary>When planets let go of memory; configuration section <c>Planets</c>.</summary>
public sealed class PlanetOptions
{
    public const string Section = "Planets";

    /// <summary>After this long without a call a planet keeps its claim and its web nodes only.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "30.00:00:00")]
    public TimeSpan RestAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>After this long without a call and without web nodes the activation ends.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "30.00:00:00")]
    public TimeSpan EndAfter { get; set; } = TimeSpan.FromMinutes(5);
}
