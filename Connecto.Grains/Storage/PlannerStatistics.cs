using Npgsql;

// What PostgreSQL keeps for itself is no query, and may be slow.
#pragma warning disable RS0030

namespace Connecto.Storage;

/// <summary>
/// Has PostgreSQL gather once a day what its planner knows of partitioned tables as a whole: autovacuum does so for their
/// partitions only, and joins over all of them are planned by what is known of the whole.
/// </summary>
internal sealed class PlannerStatistics(NpgsqlDataSource database)
{
    private static readonly TimeSpan _every = TimeSpan.FromDays(1);
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    /// <summary>Does it for tables of which it is a day ago, where nobody does it already; answers for which it is due.</summary>
    public async Task<IReadOnlyList<string>> GatherAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var tables = await DueAsync(connection, cancellation);
        foreach (var table in tables)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            // As gently as autovacuum, and not at all where another process does it.
            await using var analyze = new NpgsqlCommand(
                $"SET LOCAL vacuum_cost_delay = '2ms'; ANALYZE (SKIP_LOCKED) {table}",
                connection
            );
            analyze.CommandTimeout = (int)_patience.TotalSeconds;
            await analyze.ExecuteNonQueryAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
        return tables;
    }

    private static async Task<List<string>> DueAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT c.oid::regclass::text FROM pg_class c JOIN pg_stat_user_tables s ON s.relid = c.oid
            WHERE c.relkind = 'p' AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
              AND coalesce(s.last_analyze, '-infinity') < clock_timestamp() - $1
            ORDER BY 1
            """,
            connection
        );
        command.Parameters.Add(new NpgsqlParameter { Value = _every });
        var tables = new List<string>();
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
        {
            tables.Add(row.GetString(0));
        }
        return tables;
    }
}
