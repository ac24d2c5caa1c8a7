using System.IO.Compression;
using System.Security.Cryptography;

namespace Connecto.Archive;

/// <summary>Reads the files of an archive back.</summary>
internal static class ArchiveReader
{
    /// <summary>Reads all of it and compares it with the manifest.</summary>
    /// <exception cref="ArchiveDamagedException">A file is missing or differs.</exception>
    public static async Task VerifyAsync(
        IArchiveFiles files,
        ArchiveManifest manifest,
        CancellationToken cancellation = default
    )
    {
        foreach (var part in manifest.Files)
        {
            await VerifyAsync(files, part, cancellation);
        }
        var rows = new Dictionary<string, long>();
        await foreach (var (table, _) in RowsAsync(files, manifest))
        {
            cancellation.ThrowIfCancellationRequested();
            rows[table] = rows.GetValueOrDefault(table) + 1;
        }
        foreach (var table in manifest.Tables)
        {
            if (rows.GetValueOrDefault(table.Name) != table.Rows)
            {
                throw new ArchiveDamagedException(
                    $"Archive {manifest.Id} has {rows.GetValueOrDefault(table.Name)} rows of {table.Name}, not {table.Rows}."
                );
            }
        }
    }

    /// <summary>The rows of verified files, in the order in which they were written.</summary>
    public static async IAsyncEnumerable<(string Table, string Row)> RowsAsync(
        IArchiveFiles files,
        ArchiveManifest manifest
    )
    {
        foreach (var part in manifest.Files)
        {
            await using var file = files.Open(part.Name);
            await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            using var lines = new StreamReader(unpacked);
            while (await lines.ReadLineAsync() is { } line)
            {
                yield return ArchiveLine.Parse(line);
            }
        }
    }

    private static async Task VerifyAsync(IArchiveFiles files, ArchivePart part, CancellationToken cancellation)
    {
        try
        {
            await using var file = files.Open(part.Name);
            var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
            if (sha256 != part.Sha256)
            {
                throw new ArchiveDamagedException($"{part.Name} is damaged: its checksum is not what was written.");
            }
        }
        catch (FileNotFoundException)
        {
            throw new ArchiveDamagedException($"{part.Name} is missing.");
        }
    }
}
