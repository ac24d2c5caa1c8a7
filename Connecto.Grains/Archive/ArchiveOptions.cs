using System.ComponentModel.DataAnnotations;

namespace Connecto.Archive;

/// <summary>What is archived, when, and where to; configuration section <c>Archive</c>.</summary>
public sealed class ArchiveOptions
{
    public const string Section = "Archive";

    /// <summary>Messages of a month leave once all of it is older than so many days; never where it is not set.</summary>
    [Range(1, 36_500)]
    public int? MessagesAfterDays { get; set; }

    /// <summary>Events of a month leave once all of it is older than so many days; never where it is not set.</summary>
    [Range(1, 36_500)]
    public int? EventsAfterDays { get; set; }

    /// <summary>The folder that holds the files, the same one for all silos.</summary>
    public string? Folder { get; set; }

    /// <summary>Files whose newest row is older than so many days move to the class <c>infrequent</c>.</summary>
    [Range(1, 36_500)]
    public int InfrequentAfterDays { get; set; } = 30;

    /// <summary>Files whose newest row is older than so many days move to the class <c>cold</c>.</summary>
    [Range(1, 36_500)]
    public int ColdAfterDays { get; set; } = 90;

    /// <summary>Files whose newest row is older than so many days move to the class <c>deep</c>.</summary>
    [Range(1, 36_500)]
    public int DeepAfterDays { get; set; } = 365;

    /// <summary>What was restored stays for so many days before it may leave again.</summary>
    [Range(0, 36_500)]
    public int RestoredDays { get; set; } = 30;

    /// <summary>One round ends after so many rows of messages; the next one goes on.</summary>
    [Range(1, 1_000_000_000)]
    public int RowsPerRound { get; set; } = 1_000_000;

    internal bool IsOn => MessagesAfterDays is not null || EventsAfterDays is not null;

    /// <summary>What is wrong with the settings taken together; null where nothing is.</summary>
    internal string? Fault() =>
        IsOn && Folder is null
            ? "Archive__Folder is not set, and Archive__MessagesAfterDays or Archive__EventsAfterDays is."
        : Folder is not null && !Path.IsPathFullyQualified(Folder)
            ? $"Archive__Folder is '{Folder}', not an absolute path."
        : ColdAfterDays < InfrequentAfterDays || DeepAfterDays < ColdAfterDays
            ? "Archive__InfrequentAfterDays, Archive__ColdAfterDays and Archive__DeepAfterDays must rise: they are "
                + $"{InfrequentAfterDays}, {ColdAfterDays} and {DeepAfterDays}."
        : null;

    internal StorageClass ClassOf(TimeSpan age) =>
        age.TotalDays >= DeepAfterDays ? StorageClass.Deep
        : age.TotalDays >= ColdAfterDays ? StorageClass.Cold
        : age.TotalDays >= InfrequentAfterDays ? StorageClass.Infrequent
        : StorageClass.Standard;
}
