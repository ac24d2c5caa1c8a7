using System.Text.Json;
using Connecto.Bench.History;

namespace Connecto.Bench.Clients;

/// <summary>
/// A client's copy of one planet, kept from <c>Subscribe</c>'s answers and live events as the contract says: by rev,
/// dense. What should not come is reported and the copy asks to be opened anew. Whoever uses it holds its client's lock.
/// </summary>
/// <param name="planetId">The planet.</param>
/// <param name="user">Whose copy it is.</param>
/// <param name="client">The client's name: a user may have several.</param>
/// <param name="fault">Told what should not be.</param>
internal sealed class PlanetCopy(string planetId, ChatUser user, string client, Action<string> fault)
{
    /// <summary>Messages for which live counts are promised.</summary>
    private const int Counted = 100;

    private readonly SortedDictionary<long, MessageState> _messages = [];
    private readonly Dictionary<long, MessageCounts> _counts = [];
    private readonly Dictionary<long, ShownText> _shown = [];
    private readonly List<EventStep> _events = [];
    private long? _outSince;

    public string PlanetId => planetId;

    /// <summary>The last event that is in the copy; null before the first opening.</summary>
    public long? HeadRev { get; private set; }

    public long HeadSeq { get; private set; }

    /// <summary>Whether live events follow what the copy has. Without, it waits for an opening.</summary>
    public bool IsLive { get; private set; }

    /// <summary>The lowest seq from which on the copy is whole; 1 once everything is there.</summary>
    public long WholeFrom => _messages.Count == 0 ? HeadSeq + 1 : _messages.First().Key;

    /// <summary>No events come any more until the next opening.</summary>
    public void Stop() => IsLive = false;

    /// <summary>Takes one planet's part of <c>Subscribe</c>'s answer.</summary>
    /// <param name="opening">The part.</param>
    /// <param name="sinceRev">Since which event the call asked; null where it asked for a snapshot.</param>
    /// <param name="calledAt">When it was made.</param>
    public void Open(JsonElement opening, long? sinceRev, TimeSpan calledAt)
    {
        _outSince = null;
        var headRev = opening.Number("headRev");
        switch (opening.Text("state"))
        {
            case "recovered":
                Replay(opening.Items("events"), sinceRev, headRev, calledAt);
                break;
            case "snapshot":
                TakeSnapshot(opening.GetProperty("snapshot"), headRev, calledAt);
                break;
            case var other:
                fault(
                    $"{client} in {planetId}: Subscribe since {sinceRev} answered {other} {opening.TextOrNull("code")}"
                );
                return;
        }
        HeadRev = headRev;
        HeadSeq = opening.Number("headSeq");
        TakeCounts(opening.Items("counts"));
        // Replayed, his own going may lie before his coming back.
        _outSince = null;
        IsLive = true;
    }

    /// <summary>Takes <c>events</c>.</summary>
    public void Events(JsonElement frame)
    {
        if (_outSince is not null)
        {
            fault(
                $"{client} in {planetId}: was told of events from rev {frame.Number("fromRev")} after leaving at {_outSince}"
            );
        }
        if (!IsLive)
        {
            return;
        }
        var from = frame.Number("fromRev");
        if (from != HeadRev)
        {
            fault($"{client} in {planetId}: live events from rev {from} came at {HeadRev}");
            IsLive = false;
            return;
        }
        foreach (var told in frame.Items("events"))
        {
            var rev = told.Number("rev");
            if (rev != HeadRev + 1)
            {
                fault($"{client} in {planetId}: live events from rev {from} brought {told.Step()} after rev {HeadRev}");
            }
            Take(told, calledAt: null);
        }
        IsLive &= _outSince is null;
    }

    /// <summary>Takes <c>receipts</c>.</summary>
    public void Receipts(JsonElement frame)
    {
        foreach (var move in IsLive ? frame.Items("moves") : [])
        {
            var (from, to) = (move[1].GetInt64(), move[2].GetInt64());
            for (var seq = Math.Max(from + 1, HeadSeq - Counted + 1); seq <= to; seq++)
            {
                if (_counts.TryGetValue(seq, out var counts))
                {
                    _counts[seq] = new MessageCounts(counts.Read + 1, counts.Unread - 1);
                }
            }
        }
    }

    /// <summary>Takes <c>counts</c>.</summary>
    public void Counts(JsonElement frame)
    {
        if (IsLive)
        {
            TakeCounts(frame.Items("counts"));
        }
    }

    /// <summary>
    /// Takes a page of older history, asked for at <paramref name="calledAt"/>; what the copy has already is at least as new.
    /// True where there is more to ask for: the copy is not whole yet, and the page brought it further back.
    /// </summary>
    public bool Fill(IEnumerable<MessageState> page, TimeSpan calledAt)
    {
        var before = WholeFrom;
        foreach (var message in page)
        {
            Show(message.Seq, message.Text, 0, calledAt);
            _messages.TryAdd(message.Seq, message);
        }
        return WholeFrom > 1 && WholeFrom < before;
    }

    /// <summary>The copy as it is.</summary>
    public CopyRecord Record(long cursor) =>
        new(
            planetId,
            user.Id,
            client,
            !user.Standings.IsOut(planetId),
            HeadRev ?? 0,
            cursor,
            [.. _messages.Values],
            [.. _events],
            _counts.Where(pair => pair.Key > HeadSeq - Counted).ToDictionary(),
            new Dictionary<long, ShownText>(_shown)
        );

    // The answer is held against its own call. Live events of the subscription before may have come since: it holds them
    // once more, and they are not taken twice.
    private void Replay(IEnumerable<JsonElement> events, long? sinceRev, long headRev, TimeSpan calledAt)
    {
        var last = sinceRev;
        foreach (var told in events)
        {
            var rev = told.Number("rev");
            if (rev != last + 1)
            {
                fault($"{client} in {planetId}: recovered since {sinceRev}, {told.Step()} came after rev {last}");
            }
            last = rev;
            if (rev > HeadRev)
            {
                Take(told, calledAt);
            }
        }
        if (last != headRev || HeadRev != headRev)
        {
            fault(
                $"{client} in {planetId}: recovered since {sinceRev} to {last}, at {HeadRev} with the head {headRev}"
            );
        }
    }

    private void TakeSnapshot(JsonElement snapshot, long headRev, TimeSpan calledAt)
    {
        _events.Add(new EventStep(headRev, EventStep.Snapshot, null));
        _messages.Clear();
        _counts.Clear();
        foreach (var message in snapshot.Items("messages"))
        {
            if (!_messages.TryAdd(message.Number("seq"), message.Message()))
            {
                fault(
                    $"{client} in {planetId}: a snapshot at rev {headRev} holds #{message.Number("seq")} twice: {snapshot}"
                );
            }
            Show(message.Number("seq"), message.TextOrNull("text"), 0, calledAt);
            _counts[message.Number("seq")] = message.Counts();
        }
    }

    private void TakeCounts(IEnumerable<JsonElement> counts)
    {
        foreach (var count in counts)
        {
            _counts[count[0].GetInt64()] = new MessageCounts(count[1].GetInt32(), count[2].GetInt32());
        }
    }

    private void Take(JsonElement told, TimeSpan? calledAt)
    {
        var step = told.Step();
        HeadRev = step.Rev;
        _events.Add(step);
        switch (step.Kind)
        {
            case "message":
                var message = told.GetProperty("message");
                _messages[step.Seq!.Value] = message.Message();
                _counts[step.Seq.Value] = message.Counts();
                HeadSeq = Math.Max(HeadSeq, step.Seq.Value);
                Show(step.Seq.Value, message.TextOrNull("text"), step.Rev, calledAt);
                break;
            case "edited":
                var (text, editedAt) = (told.TextOrNull("text"), told.Text("editedAt"));
                Change(step, before => before with { Text = text, EditedAt = editedAt });
                Show(step.Seq!.Value, text, step.Rev, calledAt);
                break;
            case "deleted":
                Change(step, before => before with { Text = null, DeletedAt = told.Text("at"), Reactions = "" });
                break;
            case "reaction":
                var (emoji, by) = (told.Text("emoji"), told.IsTrue("on") ? 1 : -1);
                Change(
                    step,
                    before => before with { Reactions = Reactions.Parse(before.Reactions).With(emoji, by).ToString() }
                );
                break;
            case "member":
                Move(told.Items("members").LastOrDefault(member => member.Text("userId") == user.Id), step.Rev);
                break;
        }
    }

    private void Move(JsonElement self, long rev)
    {
        if (self.ValueKind == JsonValueKind.Object)
        {
            _outSince = self.Text("status") == "active" ? null : rev;
        }
    }

    private void Show(long seq, string? text, long eventRev, TimeSpan? calledAt)
    {
        if (text is not null)
        {
            _shown[seq] = new ShownText(text, eventRev, calledAt).After(_shown.GetValueOrDefault(seq));
        }
    }

    // A replay gives a message in its present state, whose rev the events on the way to it do not reach.
    private void Change(EventStep step, Func<MessageState, MessageState> change)
    {
        if (_messages.TryGetValue(step.Seq!.Value, out var before) && before.Rev < step.Rev)
        {
            _messages[before.Seq] = change(before) with { Rev = step.Rev };
        }
    }
}
