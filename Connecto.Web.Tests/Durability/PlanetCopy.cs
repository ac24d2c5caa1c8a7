using System.Text.Json;
using Connecto.Web.Tests.Durability.History;

namespace Connecto.Web.Tests.Durability;

/// <summary>
/// A client's copy of one planet, kept from <c>Subscribe</c>'s answers and live events as the contract says: by rev,
/// dense. What should not come is reported and the copy asks to be opened anew. Whoever uses it holds its client's lock.
/// </summary>
internal sealed class PlanetCopy(string planetId, ChatUser user, Action<string> fault)
{
    /// <summary>Messages for which live counts are promised.</summary>
    private const int Counted = 100;

    private readonly SortedDictionary<long, MessageState> _messages = [];
    private readonly Dictionary<long, MessageCounts> _counts = [];
    private readonly List<EventStep> _events = [];

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
    public void Open(JsonElement opening)
    {
        var headRev = opening.Number("headRev");
        switch (opening.Text("state"))
        {
            case "recovered":
                foreach (var told in opening.Items("events"))
                {
                    if (told.Number("rev") > HeadRev)
                    {
                        Take(told);
                    }
                }
                break;
            case "snapshot":
                TakeSnapshot(opening.GetProperty("snapshot"), headRev);
                break;
            case var other:
                fault(
                    $"{user.Name} in {planetId}: Subscribe since {HeadRev} answered {other} {opening.TextOrNull("code")}"
                );
                return;
        }
        if (HeadRev != headRev)
        {
            fault($"{user.Name} in {planetId}: opened at head {headRev} with events to {HeadRev}");
            HeadRev = headRev;
        }
        HeadSeq = opening.Number("headSeq");
        TakeCounts(opening.Items("counts"));
        IsLive = true;
    }

    /// <summary>Takes <c>events</c>.</summary>
    public void Events(JsonElement frame)
    {
        if (!IsLive)
        {
            return;
        }
        var from = frame.Number("fromRev");
        if (from != HeadRev)
        {
            fault($"{user.Name} in {planetId}: live events from rev {from} came at {HeadRev}");
            IsLive = false;
            return;
        }
        foreach (var told in frame.Items("events"))
        {
            Take(told);
        }
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

    /// <summary>Takes a page of older history; what the copy has already is at least as new.</summary>
    public void Fill(IEnumerable<MessageState> page)
    {
        foreach (var message in page)
        {
            _messages.TryAdd(message.Seq, message);
        }
    }

    /// <summary>The copy as it is.</summary>
    public CopyRecord Record(long cursor) =>
        new(
            planetId,
            user.Id,
            HeadRev ?? 0,
            cursor,
            [.. _messages.Values],
            [.. _events],
            _counts.Where(pair => pair.Key > HeadSeq - Counted).ToDictionary()
        );

    private void TakeSnapshot(JsonElement snapshot, long headRev)
    {
        _messages.Clear();
        _counts.Clear();
        foreach (var message in snapshot.Items("messages"))
        {
            _messages.Add(message.Number("seq"), message.Message());
            _counts[message.Number("seq")] = message.Counts();
        }
        HeadRev = headRev;
    }

    private void TakeCounts(IEnumerable<JsonElement> counts)
    {
        foreach (var count in counts)
        {
            _counts[count[0].GetInt64()] = new MessageCounts(count[1].GetInt32(), count[2].GetInt32());
        }
    }

    private void Take(JsonElement told)
    {
        var step = told.Step();
        if (step.Rev != HeadRev + 1)
        {
            fault($"{user.Name} in {planetId}: {step} came after rev {HeadRev}");
        }
        HeadRev = step.Rev;
        _events.Add(step);
        switch (step.Kind)
        {
            case "message":
                var message = told.GetProperty("message");
                _messages[step.Seq!.Value] = message.Message();
                _counts[step.Seq.Value] = message.Counts();
                HeadSeq = Math.Max(HeadSeq, step.Seq.Value);
                break;
            case "edited":
                Change(
                    step,
                    before => before with { Text = told.TextOrNull("text"), EditedAt = told.Text("editedAt") }
                );
                break;
            case "deleted":
                Change(step, before => before with { Text = null, DeletedAt = told.Text("at") });
                break;
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
