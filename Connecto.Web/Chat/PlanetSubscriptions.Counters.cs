using Connecto.Delivery;
using Connecto.Web.SignalR;

namespace Connecto.Web.Chat;

/// <content>
/// Counters are what a client that takes nothing goes without first. From then on it is given none before counts, which
/// the planet is asked for once the client takes something again, for those alone who went without.
/// </content>
internal sealed partial class PlanetSubscriptions
{
    private bool _askingCounts;

    /// <summary>Gives counts to whoever went without counters and takes something again.</summary>
    public void MakeGood()
    {
        lock (_lock)
        {
            if (_closed || _askingCounts)
            {
                return;
            }
            _askingCounts = true;
        }
        _ = MakeGoodAsync();
    }

    private static bool TakesCounters(Subscription subscription, EncodedFrame frame)
    {
        if (frame.Frame.Counters.IsEmpty || subscription.View.Blind)
        {
            return true;
        }
        subscription.OwesCounts = subscription.Connection.IsHeldUp || (subscription.OwesCounts && !frame.HasCounts);
        if (subscription.OwesCounts)
        {
            subscription.Connection.OweCounts();
        }
        return !subscription.OwesCounts;
    }

    private async Task MakeGoodAsync()
    {
        PlanetFrame? counts = null;
        try
        {
            counts = await Grain.Counts();
        }
        catch (Exception failure)
        {
            // They stay owed, and the planet is asked again.
            Log.CountsNotFetched(logger, id, failure);
        }
        lock (_lock)
        {
            _askingCounts = false;
            GiveCounts(counts);
        }
    }

    private void GiveCounts(PlanetFrame? frame)
    {
        var counts = frame?.Counters[0];
        OutgoingMessage? message = null;
        foreach (var subscription in _subscriptions)
        {
            if (!subscription.OwesCounts)
            {
                continue;
            }
            // What it has gone without since the planet answered is not in the answer, and of a message whose event is
            // still on its way it would not know what the numbers mean.
            if (
                counts is null
                || frame!.FromRev > subscription.SentRev
                || counts.Tick < subscription.SentTick
                || subscription.Connection.IsHeldUp
            )
            {
                subscription.Connection.OweCounts();
                continue;
            }
            (subscription.SentTick, subscription.OwesCounts) = (counts.Tick, false);
            subscription.Connection.Send(message ??= HubMessages.Counts(id, counts.Counts));
        }
    }
}
