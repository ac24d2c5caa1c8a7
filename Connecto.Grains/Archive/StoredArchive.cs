using Connecto.Ids;
using Connecto.Storage;

namespace Connecto.Archive;

/// <summary>What an archive holds.</summary>
public enum ArchiveKind : short
{
    /// <summary>Messages of one planet with their reactions and earlier texts.</summary>
    Messages = 1,

    /// <summary>Events of one month of all planets.</summary>
    Events = 2,
}

/// <summary>How far an archive has come.</summary>
public enum ArchiveState : short
{
    /// <summary>Of no use: its files go, and then its row.</summary>
    Discarded = 0,

    /// <summary>Being written: thrown away where its writer is gone.</summary>
    Writing = 1,

    /// <summary>Written and read back; its rows are still in PostgreSQL as well.</summary>
    Verified = 2,

    /// <summary>Its rows are in its files only.</summary>
    Done = 3,

    /// <summary>Its rows are in PostgreSQL again; the files stay until they are archived anew.</summary>
    Restored = 4,
}

/// <summary>A row of <c>archives</c>. Of messages there are a planet and its range, of events a table and a month.</summary>
public sealed record StoredArchive(
    Snowflake Id,
    ArchiveKind Kind,
    ArchiveState State,
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt
)
{
    public Snowflake? PlanetId { get; init; }

    public long FirstSeq { get; init; }

    public long LastSeq { get; init; }

    /// <summary>The table that the events are from.</summary>
    public string? Source { get; init; }

    public DateOnly? Month { get; init; }

    public StorageClass StorageClass { get; init; }

    /// <summary>Null while it is being written.</summary>
    public ArchiveManifest? Manifest { get; init; }

    /// <summary>What the names of its files begin with.</summary>
    public string Name =>
        Kind == ArchiveKind.Messages
            ? $"messages/{PlanetId}/{FirstSeq}-{LastSeq}-{Id}"
            : $"events/{Month:yyyy-MM}-{Id}";

    /// <summary>The name of the file that says what the others hold.</summary>
    public string ManifestName => $"{Name}.json";

    /// <summary>The name of its n-th file, from 0.</summary>
    public string PartName(int number) => $"{Name}.{number:D4}.ndjson.gz";

    internal ArchiveManifest Describe(
        IReadOnlyList<ArchiveTable> tables,
        IReadOnlyList<ArchivePart> parts,
        IReadOnlyList<long> marks
    ) =>
        new(Id, Kind, MigrationScript.Embedded[^1].Version, tables, parts, marks)
        {
            PlanetId = PlanetId,
            FirstSeq = PlanetId is null ? null : FirstSeq,
            LastSeq = PlanetId is null ? null : LastSeq,
            Source = Source,
            Month = Month,
            FirstAt = FirstAt,
            LastAt = LastAt,
        };
}
