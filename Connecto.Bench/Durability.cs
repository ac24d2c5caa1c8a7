using Npgsql;

namespace Connecto.Bench;

/// <summary>What a figure about PostgreSQL is worth: its version and the three settings that make a commit durable.</summary>
internal sealed record Durability(string Version, string Fsync, string FullPageWrites, string SynchronousCommit)
{
    public static async Task<Durability> ReadAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(
            "SELECT current_setting('server_version'), current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')"
        );
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new Durability(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3));
    }

    public override string ToString() =>
        $"PostgreSQL {Version}: fsync {Fsync}, full_page_writes {FullPageWrites}, synchronous_commit {SynchronousCommit}";
}
