using Npgsql;

namespace Connecto.Storage.Profiling;

/// <summary>Has <c>pg_stat_statements</c> count in the database where the server was started with it and lets this user do so.</summary>
internal static class StatementStatistics
{
    // Of several processes that start together one makes it, and the others find that it is there.
    private const string Enable = """
        DO $$ BEGIN
            IF current_setting('shared_preload_libraries') LIKE '%pg_stat_statements%'
               AND NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_stat_statements') THEN
                CREATE EXTENSION pg_stat_statements;
            END IF;
        EXCEPTION WHEN insufficient_privilege OR undefined_file OR unique_violation OR duplicate_object THEN NULL;
        END $$
        """;

    public static async Task EnableAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var command = database.Command(Enable);
        await command.ChangeAsync(cancellation);
    }
}
