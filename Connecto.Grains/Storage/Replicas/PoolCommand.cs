using System.Runtime.CompilerServices;
using Npgsql;

namespace Connecto.Storage.Replicas;

/// <summary>A list that is to be read, from whichever server may answer it.</summary>
internal sealed class PoolCommand(ReadPool pool, string sql, object?[] values)
{
    /// <summary>All rows, in the name of <see cref="Reader.Current"/>.</summary>
    /// <exception cref="NpgsqlException">The primary could not be asked; a replica that cannot is passed over.</exception>
    public Task<List<T>> RowsAsync<T>(
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellation = default,
        [CallerFilePath] string file = "",
        [CallerMemberName] string member = ""
    )
    {
        return pool.ReadAsync(Reader.Current, AskAsync!, AskAsync, cancellation);

        async Task<List<T>> AskAsync(NpgsqlDataSource source, CancellationToken stop)
        {
            await using var command = source.Command(sql, values);
            return await command.RowsAsync(read, stop, file, member);
        }
    }
}
