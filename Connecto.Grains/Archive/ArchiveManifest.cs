using System.Text.Json;
using Connecto.Ids;

namespace Connecto.Archive;

/// <summary>
/// What the files of an archive hold; it lies beside them as JSON, and in the archive's row, whose copy counts.
/// <c>Marks</c> tell whether the rows are still as they were written.
/// </summary>
public sealed record ArchiveManifest(
    Snowflake Id,
    ArchiveKind Kind,
    int Schema,
    IReadOnlyList<ArchiveTable> Tables,
    IReadOnlyList<ArchivePart> Files,
    IReadOnlyList<long> Marks
)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public Snowflake? PlanetId { get; init; }

    public long? FirstSeq { get; init; }

    public long? LastSeq { get; init; }

    public string? Source { get; init; }

    public DateOnly? Month { get; init; }

    public DateTimeOffset FirstAt { get; init; }

    public DateTimeOffset LastAt { get; init; }

    /// <summary>All rows, of whatever table.</summary>
    public long Rows => Files.Sum(file => file.Rows);

    public long Bytes => Files.Sum(file => file.Bytes);

    public string ToJson() => JsonSerializer.Serialize(this, _json);

    public static ArchiveManifest Parse(string json) => JsonSerializer.Deserialize<ArchiveManifest>(json, _json)!;
}

/// <summary>Rows of one table, with the columns that they have.</summary>
public sealed record ArchiveTable(string Name, long Rows, IReadOnlyList<string> Columns);

/// <summary>One file: gzip over lines <c>{"table":row}</c>. The checksum is of the file as it lies there, in hex.</summary>
public sealed record ArchivePart(string Name, long Rows, long Bytes, string Sha256);
