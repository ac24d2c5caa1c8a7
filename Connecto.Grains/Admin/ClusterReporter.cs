using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Connecto.Admin;

/// <summary>
/// Reports this process to the cluster's register: once everything has started, and every few seconds from then on.
/// </summary>
public abstract class ClusterReporter(TimeProvider time, ILogger logger) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _reporting = Task.CompletedTask;

    /// <summary>When the process started.</summary>
    protected DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    /// <summary>Makes one report.</summary>
    protected abstract Task ReportAsync();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _reporting = RunAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _reporting.WaitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(ClusterReports.Every, time);
        try
        {
            do
            {
                await TryReportAsync(stop);
            } while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) { }
    }

    private async Task TryReportAsync(CancellationToken stop)
    {
        try
        {
            await ReportAsync().WaitAsync(stop);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            // The next round tries again.
            Log.NotReported(logger, failure);
        }
    }
}
