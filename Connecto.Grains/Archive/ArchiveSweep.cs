using Connecto.Diagnostics;
using Connecto.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Connecto.Archive;

/// <summary>
/// Carries out orders, one at a time in the whole cluster, and gives one a day itself where archiving is on. An order that
/// a server could not end is taken up by the next. A silo without a folder takes none.
/// </summary>
internal sealed class ArchiveSweep(
    Databases databases,
    ArchiveOrders orders,
    ArchiveRound round,
    ArchiveRestore restore,
    IOptions<ArchiveOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<ArchiveSweep> logger
) : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _daily = TimeSpan.FromDays(1);
    private static readonly TimeSpan _afterFailure = TimeSpan.FromMinutes(10);

    private long _succeededAt;
    private bool _isWatched;

    /// <summary>
    /// When a round last ended without a failure, of whichever server when this one began, and since then here; in seconds
    /// since 1970, and 0 before the first one.
    /// </summary>
    internal long SucceededAt => Volatile.Read(ref _succeededAt);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (string.IsNullOrWhiteSpace(options.Value.Folder))
        {
            return;
        }
        // Before that planets cannot be called.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (lifetime.ApplicationStarted.Register(started.SetResult))
        {
            await started.Task.WaitAsync(stoppingToken);
        }
        try
        {
            await LookAsync(stoppingToken);
        }
        finally
        {
            GrainMetrics.Forget(this);
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every, time);
        do
        {
            try
            {
                await WatchAsync(stoppingToken);
                while (await CarryOutNextAsync(stoppingToken)) { }
            }
            catch (ArchiveLeaseLostException)
            {
                Log.LeaseLost(logger);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                Log.OrdersNotRead(logger, failure);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task WatchAsync(CancellationToken cancellation)
    {
        if (options.Value.IsOn && !_isWatched)
        {
            var succeededAt = await orders.LastSuccessAsync(cancellation);
            Volatile.Write(ref _succeededAt, succeededAt?.ToUnixTimeSeconds() ?? 0);
            GrainMetrics.Watch(this);
            _isWatched = true;
        }
    }

    /// <summary>Carries out the next order; false where there is none, or another server is at it.</summary>
    internal async Task<bool> CarryOutNextAsync(CancellationToken cancellation)
    {
        if (options.Value.IsOn && await orders.IsDailyDueAsync(_daily, _afterFailure, cancellation))
        {
            await orders.AddAsync(new ArchiveOrder(ArchiveOrderKind.Archive) { IsDaily = true }, cancellation);
        }
        if (await orders.NextAsync(cancellation) is null)
        {
            return false;
        }
        await using var lease = await ArchiveLease.TakeAsync(databases, time, cancellation);
        if (lease is null || await orders.NextAsync(cancellation) is not { } order)
        {
            return false;
        }
        var (result, hasMore) = await CarryOutAsync(order, lease, cancellation);
        await orders.EndAsync(order.Id, result, lease.Epoch, cancellation);
        if (hasMore)
        {
            await orders.AddAsync(order, cancellation);
        }
        return true;
    }

    private async Task<(ArchiveResult Result, bool HasMore)> CarryOutAsync(
        ArchiveOrder order,
        ArchiveLease lease,
        CancellationToken cancellation
    )
    {
        using var working = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lease.Lost);
        try
        {
            if (order.Kind == ArchiveOrderKind.Restore)
            {
                return (await restore.RunAsync(order, working.Token), false);
            }
            var (result, hasMore) = await round.RunAsync(lease.Epoch, working.Token);
            if (!result.Failed)
            {
                Volatile.Write(ref _succeededAt, time.GetUtcNow().ToUnixTimeSeconds());
            }
            return (result, hasMore && !result.Failed);
        }
        catch (OperationCanceledException)
            when (working.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new ArchiveLeaseLostException();
        }
        catch (Exception failure)
            when (failure is not ArchiveLeaseLostException && !cancellation.IsCancellationRequested)
        {
            Log.OrderFailed(logger, order.Id, failure);
            GrainMetrics.ArchiveFailed();
            return (new ArchiveResult(Failed: true, failure.Message), false);
        }
    }
}
