using System.Net.Sockets;
using Connecto.Diagnostics;
using Connecto.Ids;
using Npgsql;

namespace Connecto.Storage.Replicas;

/// <summary>
/// Where lists and older messages are read: the replica, or the primary where there is none, where it is away or late, and
/// where who reads would miss what he wrote. A read that the replica fails is made again on the primary at once, so nobody
/// notices when it dies. Safe for any number of callers.
/// </summary>
public sealed class ReadPool
{
    private readonly NpgsqlDataSource _primary;
    private readonly NpgsqlDataSource _source;
    private readonly Replica? _replica;
    private readonly RecentWriters _writers;

    /// <param name="primary">Asked where the replica cannot be.</param>
    /// <param name="source">Of the replica, or of the primary where there is none.</param>
    /// <param name="replica">Null where there is none.</param>
    /// <param name="writers">Who has written lately.</param>
    internal ReadPool(NpgsqlDataSource primary, NpgsqlDataSource source, Replica? replica, RecentWriters writers)
    {
        (_primary, _source, _replica, _writers) = (primary, source, replica, writers);
    }

    /// <summary>A list whose <c>$1</c>, <c>$2</c> … are these values.</summary>
    internal PoolCommand Command(string sql, params ReadOnlySpan<object?> values) => new(this, sql, values.ToArray());

    /// <summary>
    /// Rows of a planet, <c>$1</c>, in this order, as of a rev at least; <c>$2</c>, <c>$3</c> … are these values.
    /// </summary>
    internal PlanetCommand Command(
        string sql,
        string order,
        Snowflake planetId,
        long asOf,
        params ReadOnlySpan<object?> values
    ) => new(this, sql, order, planetId, asOf, values.ToArray());

    /// <summary>Reads what has to hold all that <paramref name="writer"/> wrote.</summary>
    /// <param name="writer">A user, or a planet for its counters; null for nobody.</param>
    /// <param name="fromReplica">Answers null where the replica does not have what is wanted yet.</param>
    /// <param name="fromPrimary">Asked where the replica is not, or did not answer that.</param>
    internal Task<T> ReadAsync<T>(
        Snowflake? writer,
        Func<NpgsqlDataSource, CancellationToken, Task<T?>> fromReplica,
        Func<NpgsqlDataSource, CancellationToken, Task<T>> fromPrimary,
        CancellationToken cancellation
    )
        where T : class =>
        _replica is null
            ? fromPrimary(_source, cancellation)
            : ReadAsync(_replica, writer, fromReplica, fromPrimary, cancellation);

    private async Task<T> ReadAsync<T>(
        Replica replica,
        Snowflake? writer,
        Func<NpgsqlDataSource, CancellationToken, Task<T?>> fromReplica,
        Func<NpgsqlDataSource, CancellationToken, Task<T>> fromPrimary,
        CancellationToken cancellation
    )
        where T : class
    {
        var since = writer is { } id ? _writers.LastWrite(id) : long.MinValue;
        var answer = replica.Ask(since, out var gone);
        if (answer == ReplicaAnswer.Serves)
        {
            try
            {
                if (await UntilGoneAsync(fromReplica, gone, cancellation) is { } read)
                {
                    return read;
                }
                answer = ReplicaAnswer.LacksEvents;
            }
            catch (OperationCanceledException) when (gone.IsCancellationRequested)
            {
                cancellation.ThrowIfCancellationRequested();
                answer = ReplicaAnswer.Away;
            }
            catch (Exception failure)
                when (failure is NpgsqlException or TimeoutException or IOException or SocketException)
            {
                if (IsOfTheServer(failure))
                {
                    replica.Failed(failure);
                }
                answer = ReplicaAnswer.Failed;
            }
        }
        GrainMetrics.FellBack(answer);
        return await fromPrimary(_primary, cancellation);
    }

    /// <summary>One that hangs is left alone once it is known to: nobody waits for its sockets.</summary>
    private async Task<T?> UntilGoneAsync<T>(
        Func<NpgsqlDataSource, CancellationToken, Task<T?>> read,
        CancellationToken gone,
        CancellationToken cancellation
    )
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = read(_source, stop.Token);
        try
        {
            return await reading.WaitAsync(gone);
        }
        finally
        {
            _ = EndAsync(reading, stop);
        }
    }

    private static async Task EndAsync(Task reading, CancellationTokenSource stop)
    {
        if (!reading.IsCompleted)
        {
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        stop.Dispose();
    }

    // A query that a replica cancels, because it stands in the way of replaying, says nothing about the next one. Class 08
    // is the connection, 53 what the server has run out of, 57 its end or its start.
    private static bool IsOfTheServer(Exception failure) =>
        failure is not PostgresException { SqlState: var state }
        || (state is ['0', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', ..]);
}
