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
    private const long LockKey = 0x436F_6E6E_4172_6368;

    private static readonly TimeSpan _every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _daily = TimeSpan.FromDays(1);
    private static readonly TimeSpan _afterFailure = TimeSpan.FromMinutes(10);

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
        using var timer = new PeriodicTimer(_every, time);
        do
        {
            try
            {
                while (await CarryOutNextAsync(stoppingToken)) { }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                Log.OrdersNotRead(logger, failure);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
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
        // Held by this connection, so it goes with the process.
        await using var held = await databases.Lane.OpenConnectionAsync(cancellation);
        await using var take = held.Command("SELECT pg_try_advisory_lock($1)", LockKey);
        if (!(bool)(await take.ValueAsync(cancellation))! || await orders.NextAsync(cancellation) is not { } order)
        {
            return false;
        }
        var (result, hasMore) = await CarryOutAsync(order, cancellation);
        await orders.EndAsync(order.Id, result, cancellation);
        if (hasMore)
        {
            await orders.AddAsync(order, cancellation);
        }
        return true;
    }

    private async Task<(ArchiveResult Result, bool HasMore)> CarryOutAsync(
        ArchiveOrder order,
        CancellationToken cancellation
    )
    {
        try
        {
            if (order.Kind == ArchiveOrderKind.Restore)
            {
                return (await restore.RunAsync(order, cancellation), false);
            }
            var (result, hasMore) = await round.RunAsync(cancellation);
            if (!result.Failed)
            {
                GrainMetrics.ArchiveSucceeded(time.GetUtcNow());
            }
            return (result, hasMore && !result.Failed);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            Log.OrderFailed(logger, order.Id, failure);
            GrainMetrics.ArchiveFailed();
            return (new ArchiveResult(Failed: true, failure.Message), false);
        }
    }
}
