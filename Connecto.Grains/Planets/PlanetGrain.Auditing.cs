using Connecto.Messages;
using Connecto.Storage;

namespace Connecto.Planets;

/// <content>Counts anew what is otherwise only counted on, and repairs what differs.</content>
internal sealed partial class PlanetGrain
{
    public async Task<int> Audit()
    {
        using var visit = Enter(isUse: false);
        await ReadyAsync();
        var differences = await AuditRepliesAsync() + AuditReaders() + await AuditMembersAsync();
        if (differences > 0)
        {
            Log.CountersDiffered(logger, Id, differences);
        }
        return differences;
    }

    private async Task<int> AuditRepliesAsync()
    {
        var (first, head) = (State.Messages.First, State.Row.HeadSeq);
        if (first > head)
        {
            return 0;
        }
        // Taken before counters are flushed, and the query goes up to the same head, so all are of one moment.
        var kept = KeptRange(first, head).ToDictionary(message => message.Seq, message => message.ReplyCount);
        await counters.FlushAsync(Id);
        var wrong = new List<ReplyAudit>();
        foreach (var audit in await messages.AuditRepliesAsync(Id, first, head))
        {
            var now = State.Messages.TryGet(audit.Seq, out var message) ? message.ReplyCount : audit.Stored;
            if (kept[audit.Seq] != audit.Counted || audit.Stored < audit.Counted || audit.Stored > now)
            {
                wrong.Add(audit);
            }
        }
        if (wrong.Count > 0)
        {
            await messages.RecountRepliesAsync(Id, first);
            foreach (var audit in wrong)
            {
                if (State.Messages.TryGet(audit.Seq, out var message))
                {
                    var since = message.ReplyCount - kept[audit.Seq];
                    State.Messages.Replace(message with { ReplyCount = audit.Counted + since });
                }
            }
        }
        return wrong.Count;
    }

    // The trees against one pass over the readers.
    private int AuditReaders()
    {
        var first = FirstOf(Opening.CountedMessages, floor: 0);
        if (first > State.Row.HeadSeq)
        {
            return 0;
        }
        var senders = Array.ConvertAll(KeptRange(first, State.Row.HeadSeq), message => message.SenderId);
        var counted = State.Cursors.Recount(first, senders);
        var differences = State.Cursors.Counts(first, senders).Zip(counted).Count(pair => pair.First != pair.Second);
        if (differences > 0)
        {
            State.Cursors.Rebuild(State.Row.HeadSeq);
            _countsDue = true;
            StartReceiptTimer();
        }
        return differences;
    }

    private async Task<int> AuditMembersAsync()
    {
        var before = State.Row;
        var active = State.Members.Count(member => member.Status == MemberStatus.Active);
        var audit = await planets.AuditMembersAsync(Id);
        var isOfNow =
            (audit.Epoch, audit.HeadRev) == (before.Epoch, before.HeadRev)
            && (State.Row.Epoch, State.Row.HeadRev) == (before.Epoch, before.HeadRev);
        if (!isOfNow || (active == audit.Counted && audit.Stored == audit.Counted))
        {
            // Right, or not to be told from what came meanwhile: the next audit sees.
            return 0;
        }
        await planets.RecountMembersAsync(Id, before.Epoch);
        // What memory holds of members is not what is stored: the next activation reads it.
        End();
        return 1;
    }
}
