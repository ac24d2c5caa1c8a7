using System.Data;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Archive;

/// <summary>One transaction on a connection of its own, which is no writer's and none of the pool.</summary>
internal sealed class ArchiveSession : IAsyncDisposable
{
    private readonly NpgsqlTransaction _transaction;

    private ArchiveSession(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (Connection, _transaction) = (connection, transaction);

    public NpgsqlConnection Connection { get; }

    /// <summary>A transaction that sees one moment only, for reading.</summary>
    public static Task<ArchiveSession> ReadAsync(Databases databases, CancellationToken cancellation) =>
        BeginAsync(databases, IsolationLevel.RepeatableRead, cancellation);

    /// <summary>A transaction for writing.</summary>
    public static Task<ArchiveSession> WriteAsync(Databases databases, CancellationToken cancellation) =>
        BeginAsync(databases, IsolationLevel.ReadCommitted, cancellation);

    /// <summary>Runs a statement, however long it takes; answers how many rows it changed.</summary>
    public async Task<int> RunAsync(string sql, CancellationToken cancellation, params object?[] values)
    {
        await using var command = Connection.Command(sql, values);
        command.CommandTimeout = 0;
        return await command.ChangeAsync(cancellation);
    }

    /// <summary>The numbers of the one row that a query answers.</summary>
    public async Task<long[]> NumbersAsync(string sql, CancellationToken cancellation, params object?[] values)
    {
        await using var command = Connection.Command(sql, values);
        command.CommandTimeout = 0;
        var rows = await command.RowsAsync(
            row => Enumerable.Range(0, row.FieldCount).Select(row.GetInt64).ToArray(),
            cancellation
        );
        return rows.Single();
    }

    public Task CommitAsync(CancellationToken cancellation) => _transaction.CommitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }

    private static async Task<ArchiveSession> BeginAsync(
        Databases databases,
        IsolationLevel isolation,
        CancellationToken cancellation
    )
    {
        var connection = await databases.Lane.OpenConnectionAsync(cancellation);
        try
        {
            var transaction = await connection.BeginTransactionAsync(isolation, cancellation);
            return new ArchiveSession(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
