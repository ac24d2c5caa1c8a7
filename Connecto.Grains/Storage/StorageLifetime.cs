using Connecto.Diagnostics;
using Connecto.Ids;
using Connecto.Storage.Profiling;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Connecto.Storage;

/// <summary>Has schema and ids ready before any hosted service starts; silo and web server are such services.</summary>
internal sealed class StorageLifetime(
    StorageOptions options,
    Databases databases,
    Migrations migrations,
    SnowflakeGenerator ids,
    TimeProvider time,
    ILogger<StorageLifetime> logger
) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan _keptEvery = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _keeping = Task.CompletedTask;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        QueryLog.Ended += LogSlow;
        PoolLog.TimedOut += LogExhausted;
        PoolLog.Start();
        await MigrateAsync(cancellationToken);
        await StatementStatistics.EnableAsync(databases.Primary, cancellationToken);
        var settings = await DurableSettings.ReadAsync(databases.Primary, cancellationToken);
        foreach (var (setting, value) in settings.Weak())
        {
            Log.NotDurable(logger, setting, value);
        }
        var partitions = new EventPartitions(databases.Primary, time);
        await partitions.MakeAsync(cancellationToken);
        _keeping = KeepAsync(partitions, _stop.Token);
        await ids.StartAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _keeping;
    }

    // Also where the host did not start, and so is not stopped.
    public void Dispose()
    {
        QueryLog.Ended -= LogSlow;
        PoolLog.TimedOut -= LogExhausted;
        _stop.Dispose();
    }

    // Values may be what somebody wrote, so only their kinds are told.
    private void LogSlow(QueryRun run)
    {
        if (run.Took > options.SlowQuery)
        {
            GrainMetrics.SlowQuery();
            var call = run.Call;
            var milliseconds = (long)run.Took.TotalMilliseconds;
            Log.SlowQuery(logger, call.Name, milliseconds, run.Rows, call.Redacted(), call.Sql);
        }
    }

    private void LogExhausted(string pool) =>
        Log.PoolExhausted(logger, pool, options.MaxConnections, (int)options.ConnectionTimeout.TotalSeconds);

    private async Task MigrateAsync(CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                await migrations.UpAsync(cancellation);
                return;
            }
            catch (NpgsqlException exception)
                when (exception.IsTransient && time.GetElapsedTime(began) < options.StartTimeout)
            {
                Log.WaitingForPostgres(logger, exception);
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellation);
            }
        }
    }

    private async Task KeepAsync(EventPartitions partitions, CancellationToken stop)
    {
        var statistics = new PlannerStatistics(databases.Primary);
        using var timer = new PeriodicTimer(_keptEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                try
                {
                    await partitions.MakeAsync(stop);
                }
                catch (NpgsqlException exception)
                {
                    Log.PartitionsNotMade(logger, exception);
                }
                try
                {
                    await statistics.GatherAsync(stop);
                }
                catch (NpgsqlException exception)
                {
                    Log.StatisticsNotGathered(logger, exception);
                }
            }
        }
        catch (OperationCanceledException) { }
    }
}
