using System.Diagnostics;
using System.Text;

namespace Connecto.Bench.Load;

/// <summary>
/// What one client has seen of its planet, over all its connections: each event must have the next rev, each message the
/// next seq, and be the one that everybody else sees there. Fed by one receiver at a time.
/// </summary>
internal sealed class SeenPlanet(string planetId, LoadMeter meter)
{
    private readonly PlanetOrder _planet = meter.Order.Planet(planetId);
    private long _rev = -1;
    private long _seq;
    private long _promised;

    /// <summary>The rev of the last event; -1 before the first subscription.</summary>
    public long Rev => Volatile.Read(ref _rev);

    /// <summary>How many events of acknowledged sends are still to come.</summary>
    public long Missing => Math.Max(0, _planet.Acknowledged - Rev);

    /// <summary>Notes what the answer to a subscription that is about to be sent must hold at least.</summary>
    public void Expect() => _promised = _planet.Acknowledged;

    /// <summary>Takes the answer of <c>Subscribe</c>.</summary>
    /// <returns>Whether it went on where the client stood; otherwise it began anew.</returns>
    public bool Open(ReadOnlySpan<byte> answer)
    {
        var (head, seq) = (EventReader.Number(answer, "\"headRev\":"u8), EventReader.Number(answer, "\"headSeq\":"u8));
        var recovered = answer.IndexOf("\"state\":\"recovered\""u8) >= 0;
        if (head is null || seq is null || head < _promised || head < _rev)
        {
            Violated($"a subscription stands at {head} after {_promised} was acknowledged and {_rev} was seen", answer);
        }

        if (recovered)
        {
            var events = new EventReader(answer);
            Follow(ref events, delivered: false);
        }

        if (recovered && (_rev != head || _seq != seq))
        {
            Violated($"resumed to {_rev}, {_seq} where the head is {head}, {seq}", answer);
        }

        _seq = seq ?? _seq;
        Volatile.Write(ref _rev, head ?? _rev);
        return recovered;
    }

    /// <summary>Takes an <c>events</c> frame.</summary>
    public void Take(ReadOnlySpan<byte> frame)
    {
        var from = EventReader.Number(frame, "\"fromRev\":"u8);
        if (from != _rev)
        {
            Violated($"a frame from {from} after {_rev}", frame);
        }

        var events = new EventReader(frame);
        if (Follow(ref events, delivered: true) == 0)
        {
            Violated($"a frame without events after {_rev}", frame);
        }
    }

    /// <summary>Takes the rev with which an own send was acknowledged.</summary>
    public void Acknowledged(ReadOnlySpan<byte> answer, long sentAt)
    {
        if (EventReader.Number(answer, "\"rev\":"u8) is not { } rev || !_planet.Acknowledge(rev, sentAt))
        {
            Violated("an acknowledged send whose rev is another message's", answer);
        }
    }

    private int Follow(ref EventReader events, bool delivered)
    {
        var now = Stopwatch.GetTimestamp();
        var count = 0;
        for (; events.Read(); count++)
        {
            var inOrder = events.Rev == _rev + 1 && (events.Seq ?? _seq + 1) == _seq + 1;
            if (!inOrder || (events.SentAt != 0 && !_planet.Agrees(events.Rev, events.SentAt)))
            {
                Violated($"rev {events.Rev}, seq {events.Seq}, sent at {events.SentAt} after {_rev}, {_seq}", default);
            }

            _seq = events.Seq ?? _seq;
            Volatile.Write(ref _rev, events.Rev);
            if (delivered && events.SentAt != 0)
            {
                meter.Delivered(now - events.SentAt);
            }
        }

        meter.Order.Checked(count);
        return count;
    }

    private void Violated(string what, ReadOnlySpan<byte> bytes) =>
        meter.Order.Violated(
            $"Planet {planetId}: {what}. {Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 200)])}"
        );
}
