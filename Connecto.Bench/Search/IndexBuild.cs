using System.Diagnostics;
using Connecto.Search;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Bench.Search;

/// <summary>Indexes all that is there, as <c>./connecto reindex</c> does, and weighs it.</summary>
internal static class IndexBuild
{
    public static async Task<IndexResult> RunAsync(BenchDatabase database)
    {
        await using var databases = new Databases(
            new StorageOptions { Postgres = database.Address, PostgresReadOnly = database.Address }
        );
        var (indexed, cpu, started) = (0L, Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        await new Reindexing(databases).RunAsync(more => indexed += more, CancellationToken.None);
        var (seconds, used) = (Stopwatch.GetElapsedTime(started).TotalSeconds, Environment.CpuUsage.TotalTime - cpu);
        // As autovacuum does it a while later.
        await using (var vacuum = database.Source.CreateCommand("VACUUM ANALYZE message_blocks, search_planets"))
        {
            vacuum.CommandTimeout = 0;
            await vacuum.ExecuteNonQueryAsync();
        }
        return new IndexResult(
            indexed,
            seconds,
            used.TotalMicroseconds / Math.Max(1, indexed),
            await BytesAsync(database.Source, "SELECT sum(octet_length(text))::bigint FROM messages"),
            await BytesAsync(
                database.Source,
                "SELECT pg_table_size('message_blocks') + pg_total_relation_size('search_planets')"
            ),
            await BytesAsync(database.Source, "SELECT pg_indexes_size('message_blocks')"),
            // The part of the edits' table that is there for searches alone.
            await BytesAsync(database.Source, "SELECT pg_relation_size('message_edits_of_planet')")
        );
    }

    private static async Task<long> BytesAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
