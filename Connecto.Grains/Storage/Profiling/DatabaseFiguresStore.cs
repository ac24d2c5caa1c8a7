using System.Collections.Immutable;
using Npgsql;

namespace Connecto.Storage.Profiling;

/// <summary>Asks the primary's own statistics.</summary>
public sealed class DatabaseFiguresStore(Databases databases)
{
    /// <summary>Blocks of which the share that was in memory says something: so many were asked for since statistics began.</summary>
    private const long LeastBlocks = 100_000;

    /// <summary>Statements that are told at most.</summary>
    private const int Statements = 50;

    public async Task<DatabaseFigures> ReadAsync(CancellationToken cancellation)
    {
        var (hitRate, lockWaits, statements) = await ReadServerAsync(cancellation);
        return new DatabaseFigures(
            await ReadTablesAsync(cancellation),
            await ReadUnusedIndexesAsync(cancellation),
            hitRate,
            lockWaits,
            statements is null ? null : await ReadStatementsAsync(statements, cancellation)
        );
    }

    private async Task<(double? HitRate, int LockWaits, string? StatementsIn)> ReadServerAsync(
        CancellationToken cancellation
    )
    {
        await using var command = databases.Primary.Command(
            """
            SELECT (SELECT CASE WHEN blks_hit + blks_read >= $1 THEN blks_hit::float8 / (blks_hit + blks_read) END
                    FROM pg_stat_database WHERE datname = current_database()),
                   (SELECT count(DISTINCT l.pid)::int FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                    WHERE NOT l.granted AND a.datname = current_database()
                      AND l.waitstart < clock_timestamp() - interval '1 second'),
                   (SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace
                    WHERE extname = 'pg_stat_statements')
            """,
            LeastBlocks
        );
        var rows = await command.RowsAsync(
            row => (row.Get<double?>(0), row.GetInt32(1), row.Get<string?>(2)),
            cancellation
        );
        return rows.Single();
    }

    private async Task<ImmutableArray<TableFigures>> ReadTablesAsync(CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            """
            SELECT coalesce(pg_partition_root(relid), relid)::regclass::text,
                   coalesce(sum(pg_table_size(relid)), 0)::bigint, coalesce(sum(pg_indexes_size(relid)), 0)::bigint,
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
                   coalesce(sum(pg_relation_size(s.indexrelid)), 0)::bigint
            FROM pg_stat_user_indexes s JOIN pg_index i ON i.indexrelid = s.indexrelid
            WHERE s.schemaname = current_schema() AND NOT i.indisunique AND NOT i.indisexclusion
            GROUP BY 1, 2 HAVING sum(s.idx_scan) = 0 ORDER BY 3 DESC, 2
            """
        );
        var rows = await command.RowsAsync(
            row => new UnusedIndex(row.GetString(0), row.GetString(1), row.GetInt64(2)),
            cancellation
        );
        return [.. rows];
    }

    // Those of this user alone, without what only administers: its text holds values, passwords among them.
    private async Task<ImmutableArray<StatementFigures>?> ReadStatementsAsync(
        string schema,
        CancellationToken cancellation
    )
    {
        await using var command = databases.Primary.Command(
            $"""
            SELECT query, calls, total_exec_time, mean_exec_time, rows FROM {schema}.pg_stat_statements
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND userid = current_user::regrole AND query ~* '^\s*(select|insert|update|delete|with)\M'
            ORDER BY total_exec_time DESC LIMIT $1
            """,
            Statements
        );
        try
        {
            return await RowsAsync(command, cancellation);
        }
        catch (PostgresException refusal)
            when (refusal.SqlState
                    is PostgresErrorCodes.ObjectNotInPrerequisiteState
                        or PostgresErrorCodes.InsufficientPrivilege
            )
        {
            // The library is not preloaded, or the view is not for this user.
            return null;
        }
    }

    private static async Task<ImmutableArray<StatementFigures>> RowsAsync(
        NpgsqlCommand command,
        CancellationToken cancellation
    )
    {
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
