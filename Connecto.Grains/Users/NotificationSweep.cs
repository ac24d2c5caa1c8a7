using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Connecto.Users;

/// <summary>Removes notifications that nobody has read for months, at the start and every hour.</summary>
internal sealed class NotificationSweep(
    NotificationStore notifications,
    TimeProvider time,
    ILogger<NotificationSweep> logger
) : BackgroundService
{
    /// <summary>Rows of one statement, so that none holds locks for long.</summary>
    private const int AtOnce = 1_000;

    private static readonly TimeSpan _every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every, time);
        do
        {
            try
            {
                while (await notifications.SweepAsync(AtOnce, stoppingToken) == AtOnce) { }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotSwept(logger, failure);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
