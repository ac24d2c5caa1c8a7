using Npgsql;

namespace Connecto.Tests.Support;

/// <summary>A transaction that keeps what its statement locked, until it is ended; disposing of it rolls it back.</summary>
public sealed class PostgresHold : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private PostgresHold(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (_connection, _transaction) = (connection, transaction);

    public static async Task<PostgresHold> TakeAsync(NpgsqlDataSource database, string sql)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var connection = await database.OpenConnectionAsync(cancellation);
        var hold = new PostgresHold(connection, await connection.BeginTransactionAsync(cancellation));
        await using var take = new NpgsqlCommand(sql, connection);
        await take.ExecuteNonQueryAsync(cancellation);
        return hold;
    }

    /// <summary>Waits until somebody waits for it; at most a minute.</summary>
    public async Task IsWaitedForAsync()
    {
        // Not pg_stat_activity, which stays as it was first seen in a transaction.
        await using var look = new NpgsqlCommand(
            """
            SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))
            FROM pg_sleep(0.01)
            """,
            _connection
        );
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while (!(bool)(await look.ExecuteScalarAsync(patience.Token))!) { }
    }

    public Task CommitAsync() => _transaction.CommitAsync(TestContext.Current.CancellationToken);

    public Task RollbackAsync() => _transaction.RollbackAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
