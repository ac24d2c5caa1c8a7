using System.ComponentModel.DataAnnotations;

namespace Connecto.Web.Caching;

/// <summary>How long a web node keeps what it has read, and how much of it; configuration section <c>Caching</c>.</summary>
public sealed class CachingOptions
{
    public const string Section = "Caching";

    /// <summary>Values of each kind that a node holds at most; 0: none is kept.</summary>
    [Range(0, 10_000_000)]
    public int Entries { get; set; } = 10_000;

    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan PopularFor { get; set; } = TimeSpan.FromHours(2);

    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan ListsFor { get; set; } = TimeSpan.FromHours(1);

    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan StatisticsFor { get; set; } = TimeSpan.FromMinutes(15);

    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan DashboardsFor { get; set; } = TimeSpan.FromMinutes(5);

    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan ProfilesFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Planets that a node which starts has read into memory, those with the newest messages; 0: none.</summary>
    [Range(0, 100_000)]
    public int WarmPlanets { get; set; } = 100;

    internal TimeSpan For(CacheKind kind) =>
        kind switch
        {
            CacheKind.Popular => PopularFor,
            CacheKind.Lists => ListsFor,
            CacheKind.Statistics => StatisticsFor,
            CacheKind.Dashboards => DashboardsFor,
            CacheKind.Profiles => ProfilesFor,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
}
