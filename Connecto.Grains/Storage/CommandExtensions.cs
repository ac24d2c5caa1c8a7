using System.Runtime.CompilerServices;
using Connecto.Storage.Profiling;
using Npgsql;

// The one place that runs commands.
#pragma warning disable RS0030

namespace Connecto.Storage;

internal static class CommandExtensions
{
    /// <summary>A command whose <c>$1</c>, <c>$2</c> … are these values.</summary>
    public static NpgsqlCommand Command(this NpgsqlDataSource source, string sql, params ReadOnlySpan<object?> values)
    {
        var command = source.CreateCommand(sql);
        command.Parameters.Add(values);
        return command;
    }

    /// <summary>A command on this connection whose <c>$1</c>, <c>$2</c> … are these values.</summary>
    public static NpgsqlCommand Command(
        this NpgsqlConnection connection,
        string sql,
        params ReadOnlySpan<object?> values
    )
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(values);
        return command;
    }

    /// <summary>Adds a statement whose <c>$1</c>, <c>$2</c> … are these values.</summary>
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(values);
        batch.BatchCommands.Add(command);
    }

    /// <summary>All rows, each read by <paramref name="read"/>.</summary>
    public static Task<List<T>> RowsAsync<T>(
        this NpgsqlCommand command,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellation = default,
        [CallerFilePath] string file = "",
        [CallerMemberName] string member = ""
    ) =>
        QueryLog.CountAsync(
            new QueryCall(file, member, command.CommandText, command.Parameters),
            async () =>
            {
                var rows = new List<T>();
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                while (await reader.ReadAsync(cancellation))
                {
                    rows.Add(read(reader));
                }
                return (rows, rows.Count);
            }
        );

    /// <summary>Hands on each row as it comes, so that any number takes no more memory; answers how many came.</summary>
    public static Task<long> EachAsync(
        this NpgsqlCommand command,
        Func<NpgsqlDataReader, Task> take,
        CancellationToken cancellation = default,
        [CallerFilePath] string file = "",
        [CallerMemberName] string member = ""
    ) =>
        QueryLog.CountAsync(
            new QueryCall(file, member, command.CommandText, command.Parameters),
            async () =>
            {
                var rows = 0L;
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                while (await reader.ReadAsync(cancellation))
                {
                    await take(reader);
                    rows++;
                }
                return (rows, rows);
            }
        );

    /// <summary>The first column of the first row; null where there is no row.</summary>
    public static Task<object?> ValueAsync(
        this NpgsqlCommand command,
        CancellationToken cancellation = default,
        [CallerFilePath] string file = "",
        [CallerMemberName] string member = ""
    ) =>
        QueryLog.CountAsync(
            new QueryCall(file, member, command.CommandText, command.Parameters),
            async () =>
            {
                var value = await command.ExecuteScalarAsync(cancellation);
                return (value, value is null ? 0 : 1);
            }
        );

    /// <summary>Runs it; answers how many rows it changed.</summary>
    public static Task<int> ChangeAsync(
        this NpgsqlCommand command,
        CancellationToken cancellation = default,
        [CallerFilePath] string file = "",
        [CallerMemberName] string member = ""
    ) =>
        QueryLog.CountAsync(
            new QueryCall(file, member, command.CommandText, command.Parameters),
            async () => Changed(await command.ExecuteNonQueryAsync(cancellation))
        );

    /// <summary>Runs all of it together; answers how many rows it changed.</summary>
    public static Task<int> ChangeAsync(
        this NpgsqlBatch batch,
        CancellationToken cancellation = default,
        [CallerFilePath] string file = "",
        [CallerMemberName] string member = ""
    ) =>
        QueryLog.CountAsync(
            new QueryCall(file, member, Sql: "", Parameters: null),
            async () => Changed(await batch.ExecuteNonQueryAsync(cancellation))
        );

    /// <summary>Runs all of it together and has <paramref name="read"/> read what it answers; the rows it changed count.</summary>
    public static Task<T> ReadAsync<T>(
        this NpgsqlBatch batch,
        Func<NpgsqlDataReader, Task<T>> read,
        CancellationToken cancellation = default,
        [CallerFilePath] string file = "",
        [CallerMemberName] string member = ""
    ) =>
        QueryLog.CountAsync(
            new QueryCall(file, member, Sql: "", Parameters: null),
            async () =>
            {
                await using var reader = await batch.ExecuteReaderAsync(cancellation);
                var result = await read(reader);
                // What fails after the last row that is read would go unseen.
                while (await reader.NextResultAsync(cancellation)) { }
                return (result, Math.Max(0, reader.RecordsAffected));
            }
        );

    /// <summary>The value of a column, or the type's default where it is NULL.</summary>
    public static T? Get<T>(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? default : reader.GetFieldValue<T>(column);

    private static (int Result, long Rows) Changed(int rows) => (rows, Math.Max(0, rows));

    private static void Add(this NpgsqlParameterCollection parameters, ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }
    }
}
