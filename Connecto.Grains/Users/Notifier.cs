using Connecto.Ids;
using Connecto.Storage;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Connecto.Users;

/// <summary>
/// Tells users what is kept for them already. It never fails: who is not told finds it among his notifications.
/// </summary>
public sealed class Notifier(IGrainFactory grains, ILogger<Notifier> logger)
{
    /// <summary>Waits for nobody.</summary>
    public void Tell(IEnumerable<NotificationRow> notifications)
    {
        foreach (var (userId, notification) in notifications)
        {
            _ = TellAsync(userId, notification);
        }
    }

    /// <summary>Completes once he was told, or could not be.</summary>
    public async Task TellAsync(Snowflake userId, Notification notification)
    {
        try
        {
            await grains.GetGrain<IUserGrain>(userId.Value).Notify(notification);
        }
        catch (Exception failure)
        {
            Log.NotNotified(logger, userId, failure);
        }
    }
}
