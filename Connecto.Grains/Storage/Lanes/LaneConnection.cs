using Microsoft.Extensions.Logging;
using Npgsql;

namespace Connecto.Storage.Lanes;

/// <summary>A lane's own connection; opened when first needed, and again after it was lost.</summary>
internal sealed class LaneConnection(Databases databases, StorageOptions options, ILogger logger) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;
    private NpgsqlBatch? _batch;

    /// <summary>Its statements remember where they are prepared, so each connection has its own.</summary>
    private LaneTransaction _transaction = new();

    /// <summary>Writes these planets in one transaction and puts the ids of those that matched into <paramref name="matched"/>.</summary>
    /// <param name="looksForKeys">Whether it leaves out planets of which a new key exists, instead of failing on it.</param>
    public async Task<LaneResult> WriteAsync(
        IReadOnlyList<PendingBatch> planets,
        HashSet<long> matched,
        bool looksForKeys
    )
    {
        matched.Clear();
        var sent = false;
        try
        {
            var batch = await OpenAsync();
            _transaction.Compose(batch, planets, looksForKeys);
            if (options.Prepare)
            {
                await batch.PrepareAsync();
            }
            sent = true;
            return await batch.ReadAsync(async reader =>
            {
                while (await reader.ReadAsync())
                {
                    matched.Add(reader.GetInt64(0));
                }
                return LaneResult.Committed;
            });
        }
        catch (PostgresException exception) when (IsRolledBack(exception))
        {
            if (IsAboutPreparation(exception))
            {
                await CloseAsync();
            }
            var keyExists = !looksForKeys && exception.SqlState == PostgresErrorCodes.UniqueViolation;
            return new LaneResult(keyExists ? LaneEnd.KeyExists : EndOf(exception), exception.MessageText);
        }
        catch (ArgumentException exception)
        {
            // A value that cannot be encoded, such as a lone surrogate: the statement was not sent to its end, so
            // there is nothing that PostgreSQL could commit.
            await CloseAsync();
            return new LaneResult(LaneEnd.Refused, exception.Message);
        }
        catch (Exception exception)
        {
            await CloseAsync();
            Log.LaneLost(logger, exception, sent);
            return new LaneResult(sent ? LaneEnd.Unknown : LaneEnd.NotWritten, "unavailable");
        }
    }

    /// <summary>Looks why planets did not match. Throws when PostgreSQL is away, or does not say so in time.</summary>
    public async Task<LostPlanets> LookAsync(IReadOnlyList<PendingBatch> planets)
    {
        await OpenAsync();
        using var patience = new CancellationTokenSource(options.CommandTimeout);
        return await LostPlanets.ReadAsync(_connection!, planets, patience.Token);
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private async Task<NpgsqlBatch> OpenAsync()
    {
        if (_connection is { State: System.Data.ConnectionState.Open })
        {
            return _batch!;
        }
        await CloseAsync();
        using var patience = new CancellationTokenSource(options.CommandTimeout);
        _connection = await databases.Lane.OpenConnectionAsync(patience.Token);
        if (options.Prepare)
        {
            await PlanByIndexAsync(_connection, patience.Token);
        }
        _transaction = new LaneTransaction();
        _batch = new NpgsqlBatch(_connection) { Timeout = (int)Math.Ceiling(options.CommandTimeout.TotalSeconds) };
        return _batch;
    }

    /// <summary>
    /// Plans are made once, perhaps while the tables are still empty and reading all of them looks cheap. Here every
    /// row is found by its key whatever the tables hold, and in the order in which it was handed in.
    /// </summary>
    private static async Task PlanByIndexAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = connection.Command(
            """
            SELECT set_config('plan_cache_mode', 'force_generic_plan', false),
                   set_config('enable_seqscan', 'off', false),
                   set_config('enable_hashjoin', 'off', false),
                   set_config('enable_mergejoin', 'off', false)
            """
        );
        await command.ChangeAsync(cancellation);
    }

    private async ValueTask CloseAsync()
    {
        var (batch, connection) = (_batch, _connection);
        (_batch, _connection) = (null, null);
        if (batch is not null)
        {
            await batch.DisposeAsync();
        }
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }

    /// <summary>
    /// Whether the server itself said that the transaction failed. A cancelled or shut down one (class 57), or a lost
    /// connection (class 08), leaves open whether the commit came first.
    /// </summary>
    private static bool IsRolledBack(PostgresException exception) =>
        exception.InvariantSeverity == "ERROR" && exception.SqlState is not (['5', '7', ..] or ['0', '8', ..]);

    /// <summary>The connection lost its prepared statements, or the tables were changed under them.</summary>
    private static bool IsAboutPreparation(PostgresException exception) =>
        exception.SqlState
            is PostgresErrorCodes.InvalidSqlStatementName
                or PostgresErrorCodes.FeatureNotSupported
                or PostgresErrorCodes.DuplicatePreparedStatement;

    private static LaneEnd EndOf(PostgresException exception) =>
        exception.SqlState switch
        {
            // Deadlock, serialisation failure.
            ['4', '0', ..] => LaneEnd.Passing,
            // Out of disk, memory or connections; a read-only server.
            ['5', '3', ..] or PostgresErrorCodes.ReadOnlySqlTransaction => LaneEnd.NotWritten,
            _ when IsAboutPreparation(exception) => LaneEnd.Passing,
            _ => LaneEnd.Refused,
        };
}
