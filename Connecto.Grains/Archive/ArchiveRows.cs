using System.Globalization;
using System.Text;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Archive;

/// <summary>Rows of tables as JSON, out of PostgreSQL and back into it.</summary>
internal static class ArchiveRows
{
    /// <summary>Rows of one INSERT, and about how much text, at most.</summary>
    private const int RowsAtOnce = 500;
    private const int TextAtOnce = 1024 * 1024;

    /// <summary>Writes the rows of a query as those of a table.</summary>
    public static async Task ExportAsync(
        NpgsqlConnection connection,
        ArchiveWriter writer,
        string table,
        string query,
        CancellationToken cancellation,
        params object?[] values
    )
    {
        await using var command = connection.Command($"SELECT row_to_json(r)::text FROM ({query}) r", values);
        command.CommandTimeout = 0;
        await command.EachAsync(row => writer.WriteAsync(table, row.GetString(0)), cancellation);
    }

    public static async Task<string[]> ColumnsAsync(
        NpgsqlConnection connection,
        string table,
        CancellationToken cancellation
    )
    {
        await using var command = connection.Command(
            """
            SELECT attname::text FROM pg_attribute
            WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
            """,
            table
        );
        return [.. await command.RowsAsync(row => row.GetString(0), cancellation)];
    }

    /// <summary>
    /// Puts the rows of verified files into tables. Columns that came since are left to their defaults.
    /// </summary>
    /// <param name="into">Where the rows of a table of the files go.</param>
    /// <exception cref="ArchiveDamagedException">A table lacks a column that the files have.</exception>
    public static async Task ImportAsync(
        NpgsqlConnection connection,
        IArchiveFiles files,
        ArchiveManifest manifest,
        Func<string, string> into,
        CancellationToken cancellation
    )
    {
        var statements = new Dictionary<string, string>();
        foreach (var table in manifest.Tables)
        {
            statements[table.Name] = await StatementAsync(connection, into(table.Name), table, cancellation);
        }
        var (of, rows, text) = ("", 0, new StringBuilder());
        await foreach (var (table, row) in ArchiveReader.RowsAsync(files, manifest))
        {
            if (rows > 0 && (table != of || rows == RowsAtOnce || text.Length > TextAtOnce))
            {
                await InsertAsync();
            }
            of = table;
            text.Append(rows++ == 0 ? '[' : ',').Append(row);
        }
        if (rows > 0)
        {
            await InsertAsync();
        }

        async Task InsertAsync()
        {
            await using var command = connection.Command(statements[of], text.Append(']').ToString());
            if (await command.ChangeAsync(cancellation) != rows)
            {
                throw new ArchiveDamagedException($"Rows of {of} are missing.");
            }
            text.Clear();
            rows = 0;
        }
    }

    private static async Task<string> StatementAsync(
        NpgsqlConnection connection,
        string into,
        ArchiveTable table,
        CancellationToken cancellation
    )
    {
        var known = await ColumnsAsync(connection, into, cancellation);
        if (table.Columns.Except(known).FirstOrDefault() is { } unknown)
        {
            throw new ArchiveDamagedException($"The table {into} has no column {unknown}, which the archive holds.");
        }
        var columns = string.Join(", ", table.Columns.Select(column => $"\"{column}\""));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"INSERT INTO {into} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{into}, $1::json)"
        );
    }
}
