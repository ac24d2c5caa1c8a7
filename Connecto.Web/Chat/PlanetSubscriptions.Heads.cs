using Connecto.Planets;
using Connecto.Web.SignalR;

namespace Connecto.Web.Chat;

/// <content>
/// Light subscriptions: their readers hear where the planet stands, the newest of what came within
/// <see cref="_headsEvery"/>. A head needs no continuity, so only who ceases to be a member is looked for in frames.
/// </content>
internal sealed partial class PlanetSubscriptions
{
    private static readonly TimeSpan _headsEvery = TimeSpan.FromMilliseconds(250);

    private PlanetHead? _head;
    private bool _headsDue;

    private void NoteHead(PlanetHead head)
    {
        if (_head is null || head.HeadRev > _head.HeadRev)
        {
            _head = head;
        }
    }

    // Begins to wait with the first of them to miss something, so that no planet costs a timer without them.
    private void OweHead()
    {
        if (!_headsDue)
        {
            _headsDue = true;
            _ = TellHeadsLaterAsync();
        }
    }

    private async Task TellHeadsLaterAsync()
    {
        await Task.Delay(_headsEvery, node.Time);
        lock (_lock)
        {
            _headsDue = false;
            if (!_closed && _head is { } head)
            {
                TellHeads(head);
            }
        }
    }

    private void TellHeads(PlanetHead head)
    {
        var (seen, unseen) = (default(OutgoingMessage), default(OutgoingMessage));
        foreach (var subscription in _subscriptions)
        {
            if (!subscription.HeadOnly || !subscription.IsLive || subscription.SentRev >= head.HeadRev)
            {
                continue;
            }
            var last = head.LastFor(subscription.View.JoinedSeq);
            var message =
                last == head.Last
                    ? seen ??= HubMessages.Head(id, head, last)
                    : unseen ??= HubMessages.Head(id, head, last);
            subscription.Connection.Send(message);
            subscription.SentRev = head.HeadRev;
            WebMetrics.HeadTold();
        }
    }
}
