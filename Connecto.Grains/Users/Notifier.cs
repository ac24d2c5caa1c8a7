using Connecto.Ids;
using Connecto.Storage;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Connecto.Users;

/// <summary>
/// Tells users what is kept for them already. It waits for nobody: who is not told finds it among his notifications.
/// </summary>
public sealed class Notifier(IGrainFactory grains, ILogger<Notifier> logger)
{
    public void Tell(IEnumerable<NotificationRow> notifications)
    {
        foreach (var (userId, notification) in notifications)
        {
            _ = TellAsync(userId, notification);
        }
    }

    private async Task TellAsync(Snowflake userId, Notification notification)
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
