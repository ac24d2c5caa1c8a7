using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Connecto.Archive;

/// <summary>Writes rows into files of at most <see cref="RowsOfPart"/> each, one row in memory at a time.</summary>
internal sealed class ArchiveWriter(IArchiveFiles files, StoredArchive archive) : IAsyncDisposable
{
    internal const int RowsOfPart = 500_000;

    private readonly List<ArchivePart> _parts = [];
    private readonly Dictionary<string, long> _rowsOf = [];
    private Part? _part;

    /// <param name="row">The row as JSON, in one line.</param>
    public async Task WriteAsync(string table, string row)
    {
        if (_part is { Rows: RowsOfPart })
        {
            await EndPartAsync();
        }
        _part ??= new Part(files.Create(archive.PartName(_parts.Count), archive.StorageClass));
        await _part.WriteAsync(table, row);
        _rowsOf[table] = RowsOf(table) + 1;
    }

    public long RowsOf(string table) => _rowsOf.GetValueOrDefault(table);

    /// <summary>Ends the last file; all of them are durable then.</summary>
    public async Task<IReadOnlyList<ArchivePart>> CompleteAsync()
    {
        if (_part is not null)
        {
            await EndPartAsync();
        }
        return _parts;
    }

    public async ValueTask DisposeAsync()
    {
        if (_part is not null)
        {
            await _part.DisposeAsync();
        }
    }

    private async Task EndPartAsync()
    {
        var (rows, bytes, sha256) = await _part!.CompleteAsync();
        _parts.Add(new ArchivePart(archive.PartName(_parts.Count), rows, bytes, sha256));
        await _part.DisposeAsync();
        _part = null;
    }

    private sealed class Part : IAsyncDisposable
    {
        private readonly ArchiveUpload _upload;
        private readonly SHA256 _hash = SHA256.Create();
        private readonly CryptoStream _hashed;
        private readonly StreamWriter _lines;

        public Part(ArchiveUpload upload)
        {
            _upload = upload;
            _hashed = new CryptoStream(upload.Content, _hash, CryptoStreamMode.Write, leaveOpen: true);
            var packed = new GZipStream(_hashed, CompressionLevel.Optimal, leaveOpen: true);
            _lines = new StreamWriter(packed, new UTF8Encoding(false)) { NewLine = "\n" };
        }

        public long Rows { get; private set; }

        public async Task WriteAsync(string table, string row)
        {
            await _lines.WriteLineAsync(ArchiveLine.Of(table, row));
            Rows++;
        }

        public async Task<(long Rows, long Bytes, string Sha256)> CompleteAsync()
        {
            await _lines.DisposeAsync();
            await _hashed.FlushFinalBlockAsync();
            var bytes = _upload.Content.Position;
            await _upload.CompleteAsync();
            return (Rows, bytes, Convert.ToHexStringLower(_hash.Hash!));
        }

        // What is left to flush may have no place on the disk; the file goes in any case.
        public async ValueTask DisposeAsync()
        {
            await _upload.DisposeAsync();
            _hash.Dispose();
        }
    }
}
