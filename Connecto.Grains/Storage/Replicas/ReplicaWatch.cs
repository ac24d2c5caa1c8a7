using Connecto.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace Connecto.Storage.Replicas;

/// <summary>
/// Measures how far the replica is behind, by where both servers say they are in the log, over two connections of its own:
/// what crowds the pools makes no replica late. Does nothing where there is none.
/// </summary>
internal sealed class ReplicaWatch(StorageOptions options, Databases databases, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromMilliseconds(500);

    private readonly ReplicaProgress _progress = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (databases.Replica is not { } replica)
        {
            return;
        }
        await using var primary = new WatchedServer(options.Postgres, time);
        await using var replicated = new WatchedServer(options.PostgresReadOnly, time);
        using var timer = new PeriodicTimer(_every, time);
        GrainMetrics.Watch(replica);
        try
        {
            do
            {
                await MeasureAsync(replica, primary, replicated, stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        finally
        {
            GrainMetrics.Forget(replica);
        }
    }

    private async Task MeasureAsync(
        Replica replica,
        WatchedServer primary,
        WatchedServer replicated,
        CancellationToken stop
    )
    {
        // Before the primary answers: what was committed by now lies before where it says that it is.
        var at = time.GetTimestamp();
        var head = await TryAskAsync(primary, stop);
        try
        {
            var there = await replicated.AskAsync(stop);
            if (head is not null)
            {
                _progress.Add(at, head.Position, Replayed(there, head));
            }
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            _progress.Forget();
            replica.Failed(failure);
            return;
        }
        var since = head is null ? _progress.CaughtUpTo : _progress.BehindSince;
        replica.Measured(_progress.CaughtUpTo, since is { } moment ? time.GetElapsedTime(moment) : TimeSpan.Zero);
        if (_progress.CaughtUpTo is { } until)
        {
            databases.Writers.Forget(until);
        }
    }

    /// <summary>Null where it does not answer: then nobody knows what the replica lacks, and it grows late by itself.</summary>
    private static async Task<ServerPosition?> TryAskAsync(WatchedServer primary, CancellationToken stop)
    {
        try
        {
            return await primary.AskAsync(stop);
        }
        catch (Exception) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    // The primary itself may be reached by a second name; a replica that was made a primary is one no more.
    private static NpgsqlTypes.NpgsqlLogSequenceNumber Replayed(ServerPosition there, ServerPosition primary) =>
        there.Database != primary.Database
            ? throw new InvalidOperationException(
                "It is a replica of another database than ConnectionStrings__Postgres."
            )
        : there.IsReplica ? there.Position
        : there.Started == primary.Started ? primary.Position
        : throw new InvalidOperationException("It is no replica: it does not follow another server.");
}
