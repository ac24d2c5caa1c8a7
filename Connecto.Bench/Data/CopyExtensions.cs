using Npgsql;
using NpgsqlTypes;

namespace Connecto.Bench.Data;

/// <summary>Columns of a binary COPY.</summary>
internal static class CopyExtensions
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(10);

    /// <summary>Copies rows into a table; <paramref name="write"/> writes the columns of each, in their order.</summary>
    public static async Task CopyAsync<T>(
        this NpgsqlConnection connection,
        string columns,
        IEnumerable<T> rows,
        Action<NpgsqlBinaryImporter, T> write
    )
    {
        await using var importer = await connection.BeginBinaryImportAsync(
            $"COPY {columns} FROM STDIN (FORMAT binary)"
        );
        importer.Timeout = _patience;
        foreach (var row in rows)
        {
            await importer.StartRowAsync();
            write(importer, row);
        }
        await importer.CompleteAsync();
    }

    public static void Long(this NpgsqlBinaryImporter importer, long? value)
    {
        if (value is { } number)
        {
            importer.Write(number, NpgsqlDbType.Bigint);
        }
        else
        {
            importer.WriteNull();
        }
    }

    public static void Int(this NpgsqlBinaryImporter importer, int value) =>
        importer.Write(value, NpgsqlDbType.Integer);

    public static void Short(this NpgsqlBinaryImporter importer, int value) =>
        importer.Write((short)value, NpgsqlDbType.Smallint);

    public static void Time(this NpgsqlBinaryImporter importer, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            importer.Write(time.UtcDateTime, NpgsqlDbType.TimestampTz);
        }
        else
        {
            importer.WriteNull();
        }
    }

    public static void Text(this NpgsqlBinaryImporter importer, string? value, NpgsqlDbType type = NpgsqlDbType.Text)
    {
        if (value is null)
        {
            importer.WriteNull();
        }
        else
        {
            importer.Write(value, type);
        }
    }
}
