namespace Connecto.Archive;

/// <summary>What is archived, when, and where to; configuration section <c>Archive</c>.</summary>
public sealed class ArchiveOptions
{
    public const string Section = "Archive";

    /// <summary>Messages of a month leave once all of it is older than so many days; never where it is not set.</summary>
    public int? MessagesAfterDays { get; set; }

    /// <summary>Events of a month leave once all of it is older than so many days; never where it is not set.</summary>
    public int? EventsAfterDays { get; set; }

    /// <summary>The folder that holds the files, the same one for all silos.</summary>
    public string? Folder { get; set; }

    /// <summary>Files whose newest row is older than so many days move to the class <c>infrequent</c>.</summary>
    public int InfrequentAfterDays { get; set; } = 30;

    /// <summary>Files whose newest row is older than so many days move to the class <c>cold</c>.</summary>
    public int ColdAfterDays { get; set; } = 90;

    /// <summary>Files whose newest row is older than so many days move to the class <c>deep</c>.</summary>
    public int DeepAfterDays { get; set; } = 365;

    /// <summary>What was restored stays for so many days before it may leave again.</summary>
    public int RestoredDays { get; set; } = 30;

    /// <summary>One round ends after so many rows of messages; the next one goes on.</summary>
    public int RowsPerRound { get; set; } = 1_000_000;

    internal bool IsOn => MessagesAfterDays is not null || EventsAfterDays is not null;

    /// <summary>What is wrong with the settings; null where nothing is.</summary>
    internal string? Fault() =>
        IsOn && string.IsNullOrWhiteSpace(Folder) ? "Archive__Folder is not set."
        : MessagesAfterDays < 1 || EventsAfterDays < 1 ? "Archive__…AfterDays must be at least 1."
        : InfrequentAfterDays < 1 || ColdAfterDays < InfrequentAfterDays || DeepAfterDays < ColdAfterDays
            ? "Archive__InfrequentAfterDays, ColdAfterDays and DeepAfterDays must be at least 1 and rise."
        : RestoredDays < 0 || RowsPerRound < 1 ? "Archive__RestoredDays or Archive__RowsPerRound is too small."
        : null;

    internal StorageClass ClassOf(TimeSpan age) =>
        age.TotalDays >= DeepAfterDays ? StorageClass.Deep
        : age.TotalDays >= ColdAfterDays ? StorageClass.Cold
        : age.TotalDays >= InfrequentAfterDays ? StorageClass.Infrequent
        : StorageClass.Standard;
}
