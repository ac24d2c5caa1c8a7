using System.Runtime.CompilerServices;
using Connecto.Ids;
using Npgsql;

namespace Connecto.Storage.Replicas;

/// <summary>
/// Rows of a planet that may come from the replica where it has the planet up to a rev. Rows and rev are read in one
/// statement, so of one moment, and what an event changed was committed with the rev of the event.
/// </summary>
/// <param name="asOf">What the grain had committed when the read began.</param>
/// <param name="sql">Its <c>$1</c> is the planet, its first column never null.</param>
/// <param name="order">Of its rows, by a column of it.</param>
internal sealed class PlanetCommand(
    ReadPool pool,
    string sql,
    string order,
    Snowflake planetId,
    long asOf,
    object?[] values
)
{
    /// <exception cref="NpgsqlException">The primary could not be asked; a replica that cannot is passed over.</exception>
    public Task<List<T>> RowsAsync<T>(
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellation = default,
        [CallerFilePath] string file = "",
        [CallerMemberName] string member = ""
    )
    {
        // Counters are written behind, with no rev: those of the planet that this process has written have to be there too.
        return pool.ReadAsync(planetId, FromReplicaAsync, FromPrimaryAsync, cancellation);

        async Task<List<T>?> FromReplicaAsync(NpgsqlDataSource source, CancellationToken stop)
        {
            await using var command = source.Command(
                $"""
                SELECT page.*, p.head_rev FROM planets p LEFT JOIN LATERAL ({sql}) page ON true
                WHERE p.id = $1 ORDER BY page.{order}
                """,
                [planetId.Value, .. values]
            );
            // One row at least, if the planet is there at all.
            var rows = await command.RowsAsync(
                row => (Head: row.GetInt64(row.FieldCount - 1), Rows: row.IsDBNull(0) ? Array.Empty<T>() : [read(row)]),
                stop,
                file,
                member
            );
            return rows.Count > 0 && rows[0].Head >= asOf ? [.. rows.SelectMany(row => row.Rows)] : null;
        }

        async Task<List<T>> FromPrimaryAsync(NpgsqlDataSource source, CancellationToken stop)
        {
            await using var command = source.Command(sql, [planetId.Value, .. values]);
            return await command.RowsAsync(read, stop, file, member);
        }
    }
}
