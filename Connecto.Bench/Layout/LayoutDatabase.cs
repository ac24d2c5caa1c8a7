using Npgsql;

namespace Connecto.Bench.Layout;

/// <summary>A layout in a schema of its own, filled with 36 months of history.</summary>
internal sealed class LayoutDatabase(NpgsqlDataSource source, MessageLayout layout)
{
    public const int Planets = 1000;

    /// <summary>Creates the schema anew and writes <paramref name="perPlanet"/> messages into each planet, oldest first.</summary>
    public async Task CreateAsync(int perPlanet)
    {
        await using var connection = await OpenAsync();
        await ExecuteAsync(
            connection,
            $"""
            DROP SCHEMA IF EXISTS {layout.Name} CASCADE;
            CREATE SCHEMA {layout.Name};
            {layout.Tables}
            INSERT INTO planets SELECT id, 1, {perPlanet}, {perPlanet} FROM generate_series(1, {Planets}) id;
            CREATE TEMP TABLE history AS
              SELECT planet_id, seq, (planet_id * 7 + seq) % 20 + planet_id * 100 AS sender_id, {Calendar.IdAt(
                Calendar.Now
            )} / {perPlanet} * (seq - 1) + planet_id AS id,
                timestamptz '{Calendar.Start:yyyy-MM-dd} 00:00:00+00' + (seq - 1) * interval '{(
                Calendar.Now - Calendar.Start
            ).TotalSeconds / perPlanet:F3} s' AS at,
                seq AS rev, seq AS request_hash, gen_random_uuid()::text AS client_message_id, repeat('history ', 8 + (seq % 5)::int) AS text
              FROM generate_series(1::bigint, {perPlanet}) seq, generate_series(1::bigint, {Planets}) planet_id;
            """
        );
        foreach (var insert in layout.Inserts)
        {
            await ExecuteAsync(connection, insert.From("history"));
        }

        await ExecuteAsync(connection, "DROP TABLE history");
        await ExecuteAsync(connection, "VACUUM ANALYZE");
    }

    /// <summary>Bytes on disk of tables and indexes, keys and events included, per message.</summary>
    public async Task<double> BytesPerMessageAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(
            $"""
            SELECT sum(pg_total_relation_size(c.oid))::float8 / (SELECT sum(head_seq) FROM planets)
            FROM pg_class c WHERE c.relnamespace = '{layout.Name}'::regnamespace AND c.relkind = 'r' AND c.relname <> 'planets'
            """,
            connection
        );
        return (double)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>
    /// A connection of its own, whose search path is the layout's schema. It plans a prepared statement once: planning anew
    /// costs a page over months more than reading it.
    /// </summary>
    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = await source.OpenConnectionAsync();
        await ExecuteAsync(
            connection,
            $"SET search_path = {layout.Name}, public; SET plan_cache_mode = force_generic_plan"
        );
        return connection;
    }

    /// <summary>The processes of the server that this database is on.</summary>
    public Task<IReadOnlyList<int>> ServerProcessesAsync() => PostgresProcesses.ReadAsync(source);

    public async Task CheckpointAsync()
    {
        await using var connection = await OpenAsync();
        await ExecuteAsync(connection, "CHECKPOINT");
    }

    public async Task DropAsync()
    {
        await using var connection = await OpenAsync();
        await ExecuteAsync(connection, $"DROP SCHEMA {layout.Name} CASCADE");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }
}
