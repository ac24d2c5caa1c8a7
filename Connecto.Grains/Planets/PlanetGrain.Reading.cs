using System.Collections.Immutable;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Storage;

namespace Connecto.Planets;

/// <content>What members read: from memory where it is hot, else from PostgreSQL, with counts from memory always.</content>
internal sealed partial class PlanetGrain
{
    public async Task<Planet> Get(Snowflake userId)
    {
        using var visit = Enter();
        await ReadyAsync(userId);
        return PlanetView.Of(State.Row);
    }

    public async Task<ImmutableArray<Member>> Members(Snowflake userId, Snowflake? after, int limit)
    {
        using var visit = Enter();
        var viewer = await ReadyAsync(userId);
        return
        [
            .. State
                .MembersAfter(after)
                .Where(member => member.Status == MemberStatus.Active)
                .Take(limit)
                .Select(member => View(member, viewer)),
        ];
    }

    public async Task<Message> Message(Snowflake userId, long seq)
    {
        using var visit = Enter();
        var viewer = await ReadyAsync(userId);
        RequireVisible(viewer, seq);
        return await OneAsync(viewer, seq);
    }

    public async Task<ImmutableArray<Reader>> Readers(Snowflake userId, long seq, Snowflake? after, int limit)
    {
        using var visit = Enter();
        var viewer = await ReadyAsync(userId);
        RequireVisible(viewer, seq);
        if (!State.ShowsReceipts || viewer.Profile.HidesReceipts)
        {
            throw new ChatException(ErrorCode.Forbidden, "Receipts are not shown here, or you hide your own.");
        }
        var senderId = (await OneAsync(viewer, seq)).SenderId;
        return
        [
            .. State
                .MembersAfter(after)
                .Where(member => member.UserId != senderId && member.JoinedSeq < seq)
                .Where(member => State.ShownCursor(member.UserId) >= seq)
                .Take(limit)
                .Select(member => new Reader(
                    member.UserId,
                    member.Profile.DisplayName,
                    State.ReadTimes.When(member.UserId, seq)
                )),
        ];
    }

    public async Task<ImmutableArray<MessageVersion>> Versions(Snowflake userId, long seq, long afterRev, int limit)
    {
        using var visit = Enter();
        var viewer = await ReadyAsync(userId);
        viewer.Require(PlanetRight.ReadVersions);
        RequireVisible(viewer, seq);
        if (!State.Messages.TryGet(seq, out var message))
        {
            var stored = await messages.RangeAsync(Id, seq, seq, State.Row.HeadRev);
            RequireVisible(viewer, seq);
            message = stored.Count > 0 ? stored[0] : throw new ChatException(ErrorCode.NotFound);
        }
        return message switch
        {
            { Text: null } => [],
            { EditedAt: null } => message.PostedRev > afterRev
                ? [new MessageVersion(message.PostedRev, message.Text, message.CreatedAt)]
                : [],
            _ => [.. await messages.VersionsAsync(Id, seq, afterRev, limit, State.Row.HeadRev)],
        };
    }

    public async Task<MessagePage> Messages(Snowflake userId, PageRequest page)
    {
        using var visit = Enter();
        var viewer = await ReadyAsync(userId);
        var head = State.Row.HeadSeq;
        var floor = State.Floor(viewer);
        var (first, last) = page switch
        {
            { Before: { } before } => (Math.Min(before, head + 1) - page.Limit, Math.Min(before, head + 1) - 1),
            { After: { } after } => (Math.Clamp(after, floor, head) + 1, Math.Clamp(after, floor, head) + page.Limit),
            { Around: { } around } => Around(
                Math.Clamp(around, floor + 1, Math.Max(head, floor + 1)),
                page.Limit,
                head
            ),
            _ => (head - page.Limit + 1, head),
        };
        (first, last) = (Math.Max(first, floor + 1), Math.Min(last, head));
        var items = first > last ? [] : await RangeAsync(viewer, first, last);
        floor = State.Floor(viewer);
        first = Math.Max(first, floor + 1);
        return new MessagePage(items, first > floor + 1 && head > floor, last < State.Row.HeadSeq, State.Row.HeadRev);
    }

    public async Task<ImmutableArray<Message>> MessagesOf(Snowflake userId, ImmutableArray<long> seqs)
    {
        using var visit = Enter();
        var viewer = await ReadyAsync(userId);
        var kept = seqs.Where(seq => State.Messages.TryGet(seq, out _)).ToHashSet();
        var stored = await messages.BySeqsAsync(Id, [.. seqs.Where(seq => !kept.Contains(seq))]);
        return ViewEach([.. stored, .. kept.Select(Kept).OfType<StoredMessage>()], viewer);
    }

    public async Task<ImmutableArray<Message>> Replies(Snowflake userId, long seq, long afterSeq, int limit)
    {
        using var visit = Enter();
        var viewer = await ReadyAsync(userId);
        RequireVisible(viewer, seq);
        return ViewEach(await messages.RepliesAsync(Id, seq, afterSeq, limit, State.Row.HeadRev), viewer);
    }

    public async Task<ImmutableArray<Message>> Pins(Snowflake userId, long beforeSeq, int limit)
    {
        using var visit = Enter();
        var viewer = await ReadyAsync(userId);
        return ViewEach(
            await messages.PinnedAsync(Id, beforeSeq, State.Floor(viewer), limit, State.Row.HeadRev),
            viewer
        );
    }

    // Messages that need not follow each other. What PostgreSQL tells may be ahead of what is applied here, or behind.
    private ImmutableArray<Message> ViewEach(IReadOnlyList<StoredMessage> stored, StoredMember viewer) =>
        [
            .. stored
                .Where(row => row.Seq <= State.Row.HeadSeq && row.Seq > State.Floor(viewer))
                .Select(row => View([Newest(row)], viewer)[0]),
        ];

    // The page keeps its size near both ends.
    private static (long First, long Last) Around(long seq, int limit, long head)
    {
        var first = Math.Max(1, Math.Min(seq - (limit / 2), head - limit + 1));
        return (first, first + limit - 1);
    }

    private async Task<ImmutableArray<Message>> RangeAsync(StoredMember viewer, long first, long last)
    {
        if (first >= State.Messages.First)
        {
            return View(KeptRange(first, last), viewer);
        }
        var stored = await messages.RangeAsync(Id, first, last, State.Row.HeadRev);
        // The first of them may have been archived meanwhile.
        StoredMessage[] range = [.. stored.Where(row => row.Seq > State.Floor(viewer)).Select(Newest)];
        return range.Length == 0 ? [] : View(range, viewer);
    }

    private async Task<Message> OneAsync(StoredMember viewer, long seq)
    {
        var range = await RangeAsync(viewer, seq, seq);
        return range.IsEmpty ? throw new ChatException(ErrorCode.NotFound) : range[0];
    }

    private StoredMessage? Kept(long seq) => State.Messages.TryGet(seq, out var kept) ? kept : null;

    // What memory holds is newer than what was read: reply counts are written behind.
    private StoredMessage Newest(StoredMessage read) => State.Messages.TryGet(read.Seq, out var kept) ? kept : read;

    private void RequireVisible(StoredMember viewer, long seq)
    {
        if (seq <= State.Floor(viewer) || seq > State.Row.HeadSeq)
        {
            throw new ChatException(ErrorCode.NotFound);
        }
    }

    private StoredMessage[] KeptRange(long first, long last)
    {
        var range = new StoredMessage[last - first + 1];
        for (var i = 0; i < range.Length; i++)
        {
            State.Messages.TryGet(first + i, out var message);
            range[i] = message!;
        }
        return range;
    }

    private MessageCount[] CountsOf(StoredMessage[] range) =>
        State.Counts(range[0].Seq, Array.ConvertAll(range, message => message.SenderId));

    // Who hides his receipts is shown none of others'.
    private ImmutableArray<Message> View(StoredMessage[] range, StoredMember viewer)
    {
        var counts = viewer.Profile.HidesReceipts ? new MessageCount[range.Length] : CountsOf(range);
        return [.. range.Select((message, i) => PlanetView.Of(Id, message, counts[i], viewer.UserId))];
    }

    private Member View(StoredMember member, StoredMember viewer)
    {
        var isOwn = member.UserId == viewer.UserId;
        var cursor =
            isOwn ? State.Cursors.Cursor(member.UserId)
            : viewer.Profile.HidesReceipts ? null
            : State.ShownCursor(member.UserId);
        return PlanetView.Of(member, cursor);
    }
}
