using Npgsql;

namespace Connecto.Storage;

/// <summary>The three settings of PostgreSQL without which an acknowledged message can be lost in a crash.</summary>
public sealed record DurableSettings(string Fsync, string FullPageWrites, string SynchronousCommit)
{
    /// <summary>Name and value of those that are off.</summary>
    public IEnumerable<(string Setting, string Value)> Weak()
    {
        (string Setting, string Value)[] all =
        [
            ("fsync", Fsync),
            ("full_page_writes", FullPageWrites),
            ("synchronous_commit", SynchronousCommit),
        ];
        return all.Where(setting => setting.Value == "off");
    }

    public static async Task<DurableSettings> ReadAsync(
        NpgsqlDataSource database,
        CancellationToken cancellation = default
    )
    {
        await using var command = database.CreateCommand(
            """
            SELECT current_setting('fsync'), current_setting('full_page_writes'),
                   current_setting('synchronous_commit')
            """
        );
        var rows = await command.RowsAsync(
            row => new DurableSettings(row.GetString(0), row.GetString(1), row.GetString(2)),
            cancellation
        );
        return rows.Single();
    }
}
