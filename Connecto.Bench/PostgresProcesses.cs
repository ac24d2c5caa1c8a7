using Npgsql;

namespace Connecto.Bench;

/// <summary>The processes of a PostgreSQL on this machine.</summary>
internal static class PostgresProcesses
{
    /// <summary>The process ids of all backends and background writers that there are now.</summary>
    public static async Task<IReadOnlyList<int>> ReadAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("SELECT pid FROM pg_stat_activity");
        await using var reader = await command.ExecuteReaderAsync();
        var processes = new List<int>();
        while (await reader.ReadAsync())
        {
            processes.Add(reader.GetInt32(0));
        }

        return processes;
    }
}
