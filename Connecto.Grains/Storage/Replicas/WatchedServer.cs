using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace Connecto.Storage.Replicas;

/// <summary>Asks one server where it is in the log, over one connection that is kept.</summary>
internal sealed class WatchedServer : IAsyncDisposable
{
    /// <summary>A server that has not answered by then does not answer.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;
    private NpgsqlConnection? _connection;

    public WatchedServer(string connectionString, TimeProvider time)
    {
        _time = time;
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "connecto-watch",
            Pooling = false,
            Timeout = (int)_patience.TotalSeconds,
            CommandTimeout = (int)_patience.TotalSeconds,
        };
        _source = NpgsqlDataSource.Create(settings.ConnectionString);
    }

    /// <exception cref="NpgsqlException">It cannot be asked.</exception>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public async Task<ServerPosition> AskAsync(CancellationToken cancellation)
    {
        var connection = _connection ??= _source.CreateConnection();
        var asking = AskAsync(connection, cancellation);
        try
        {
            return await asking.WaitAsync(_patience, _time, cancellation);
        }
        catch
        {
            // One that hangs takes its time to be left.
            _connection = null;
            _ = CloseAsync(connection, asking);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
        await _source.DisposeAsync();
    }

    private static async Task<ServerPosition> AskAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (connection.State != ConnectionState.Open)
        {
            await connection.OpenAsync(cancellation);
        }
        await using var command = connection.Command(
            """
            SELECT pg_is_in_recovery(),
                   CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END,
                   (SELECT system_identifier FROM pg_control_system()), current_database()::text,
                   pg_postmaster_start_time()::text
            """
        );
        var rows = await command.RowsAsync(
            row => new ServerPosition(
                row.GetBoolean(0),
                row.Get<NpgsqlLogSequenceNumber>(1),
                $"{row.GetInt64(2)}/{row.GetString(3)}",
                row.GetString(4)
            ),
            cancellation
        );
        return rows.Single();
    }

    private static async Task CloseAsync(NpgsqlConnection connection, Task asking)
    {
        await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.DisposeAsync();
    }
}

/// <param name="IsReplica">Whether it follows another one.</param>
/// <param name="Position">Up to where it has written the log, or replayed it.</param>
/// <param name="Database">The same for the primary and its replicas, and for no other database.</param>
/// <param name="Started">When it was, which tells servers of the same data apart.</param>
internal sealed record ServerPosition(
    bool IsReplica,
    NpgsqlLogSequenceNumber Position,
    string Database,
    string Started
);
