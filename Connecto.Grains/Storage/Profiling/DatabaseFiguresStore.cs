using System.Collections.Immutable;

namespace Connecto.Storage.Profiling;

/// <summary>Asks the primary's own statistics.</summary>
public sealed class DatabaseFiguresStore(Databases databases)
{
    /// <summary>Statements that are told at most.</summary>
    private const int Statements = 50;

    public async Task<DatabaseFigures> ReadAsync(CancellationToken cancellation)
    {
        var (hitRate, lockWaits, hasStatements) = await ReadServerAsync(cancellation);
        return new DatabaseFigures(
            await ReadTablesAsync(cancellation),
            await ReadUnusedIndexesAsync(cancellation),
            hitRate,
            lockWaits,
            hasStatements ? await ReadStatementsAsync(cancellation) : null
        );
    }

    private async Task<(double? HitRate, int LockWaits, bool HasStatements)> ReadServerAsync(
        CancellationToken cancellation
    )
    {
        await using var command = databases.Primary.Command(
            """
            SELECT (SELECT blks_hit::float8 / nullif(blks_hit + blks_read, 0)
                    FROM pg_stat_database WHERE datname = current_database()),
                   (SELECT count(*)::int FROM pg_stat_activity
                    WHERE datname = current_database() AND wait_event_type = 'Lock'
                      AND state_change < clock_timestamp() - interval '1 second'),
                   to_regclass('pg_stat_statements') IS NOT NULL
                   AND current_setting('shared_preload_libraries') LIKE '%pg_stat_statements%'
            """
        );
        var rows = await command.RowsAsync(
            row => (row.Get<double?>(0), row.GetInt32(1), row.GetBoolean(2)),
            cancellation
        );
        return rows.Single();
    }

    private async Task<ImmutableArray<TableFigures>> ReadTablesAsync(CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            """
            SELECT coalesce(pg_partition_root(relid), relid)::regclass::text,
                   sum(pg_table_size(relid))::bigint, sum(pg_indexes_size(relid))::bigint,
                   sum(n_live_tup)::bigint, sum(n_dead_tup)::bigint,
                   sum(seq_scan)::bigint, sum(seq_tup_read)::bigint, coalesce(sum(idx_scan), 0)::bigint
            FROM pg_stat_user_tables WHERE schemaname = current_schema()
            GROUP BY 1 ORDER BY 2 DESC, 1
            """
        );
        var rows = await command.RowsAsync(
            row => new TableFigures(
                row.GetString(0),
                row.GetInt64(1),
                row.GetInt64(2),
                row.GetInt64(3),
                row.GetInt64(4),
                row.GetInt64(5),
                row.GetInt64(6),
                row.GetInt64(7)
            ),
            cancellation
        );
        return [.. rows];
    }

    // Of a partitioned index each part is one of its own: it is unused where none of them is used.
    private async Task<ImmutableArray<UnusedIndex>> ReadUnusedIndexesAsync(CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            """
            SELECT coalesce(pg_partition_root(s.relid), s.relid)::regclass::text,
                   coalesce(pg_partition_root(s.indexrelid), s.indexrelid)::regclass::text,
                   sum(pg_relation_size(s.indexrelid))::bigint
            FROM pg_stat_user_indexes s JOIN pg_index i ON i.indexrelid = s.indexrelid
            WHERE s.schemaname = current_schema() AND NOT i.indisunique
            GROUP BY 1, 2 HAVING sum(s.idx_scan) = 0 ORDER BY 3 DESC, 2
            """
        );
        var rows = await command.RowsAsync(
            row => new UnusedIndex(row.GetString(0), row.GetString(1), row.GetInt64(2)),
            cancellation
        );
        return [.. rows];
    }

    private async Task<ImmutableArray<StatementFigures>> ReadStatementsAsync(CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            """
            SELECT query, calls, total_exec_time, mean_exec_time, rows FROM pg_stat_statements
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND query IS NOT NULL
            ORDER BY total_exec_time DESC LIMIT $1
            """,
            Statements
        );
        var rows = await command.RowsAsync(
            row => new StatementFigures(
                row.GetString(0),
                row.GetInt64(1),
                row.GetDouble(2),
                row.GetDouble(3),
                row.GetInt64(4)
            ),
            cancellation
        );
        return [.. rows];
    }
}
