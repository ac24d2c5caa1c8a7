using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Web.SignalR;

namespace Connecto.Web.Chat;

/// <summary>
/// A planet's frame and its bytes, made when first asked for and shared by every connection that needs the same part.
/// Nearly all need all of it; who has just opened or is being removed needs less. Used under its planet's lock only.
/// </summary>
internal sealed class EncodedFrame
{
    /// <summary>A longer frame is cut between events, so that an outbox's bound in bytes means something.</summary>
    private const int MaxMessageBytes = 64 * 1024;

    private static readonly JsonTypeInfo<PlanetEvent> _event =
        (JsonTypeInfo<PlanetEvent>)WireJson.Options.GetTypeInfo(typeof(PlanetEvent));

    // Seqs of messages that were edited and are hidden from who joined later, in order; null where there are none.
    private readonly List<long>? _hiddenEdits;
    private readonly List<(Part Part, ImmutableArray<OutgoingMessage> Bytes)> _parts = new(1);

    public EncodedFrame(PlanetFrame frame)
    {
        Frame = frame;
        List<(Snowflake, long)>? departures = null;
        foreach (var change in frame.Events)
        {
            switch (change)
            {
                case MembersChanged { Members: var members }:
                    FindDepartures(members, change.Rev, ref departures);
                    break;
                case MessageEdited { HistoryHidden: true, Seq: var seq }:
                    (_hiddenEdits ??= []).Add(seq);
                    break;
                case PlanetChanged { DeletedAt: not null }:
                    ClosedAt = change.Rev;
                    break;
            }
        }
        foreach (var change in frame.Counters)
        {
            HasCounts |= !change.Counts.IsEmpty;
        }
        _hiddenEdits?.Sort();
        Departures = departures;
    }

    public PlanetFrame Frame { get; }

    /// <summary>The rev of the last event; meaningless where there is none.</summary>
    public long LastRev => Frame.FromRev + Frame.Events.Length;

    /// <summary>Whether it sets the numbers of the newest messages, whatever moves the reader has missed.</summary>
    public bool HasCounts { get; }

    /// <summary>Who ceased to be a member, by which event; null where nobody did.</summary>
    public IReadOnlyList<(Snowflake UserId, long Rev)>? Departures { get; }

    /// <summary>The event by which the planet ceased to be, the last for everybody; null where it goes on.</summary>
    public long? ClosedAt { get; }

    /// <summary>
    /// The events after <paramref name="afterRev"/> up to <paramref name="throughRev"/>, then counters after a tick, as
    /// a reader with this view sees them. Readers who see the same share it.
    /// </summary>
    public ImmutableArray<OutgoingMessage> Get(long afterRev, long throughRev, long afterTick, ReaderView view)
    {
        var events = Frame.Events.Length;
        var start = (int)Math.Clamp(afterRev - Frame.FromRev, 0, events);
        var end = (int)Math.Clamp(throughRev - Frame.FromRev, start, events);
        var counters = view.Blind ? Frame.Counters.Length : 0;
        while (counters < Frame.Counters.Length && Frame.Counters[counters].Tick <= afterTick)
        {
            counters++;
        }
        var part = new Part(start, end, counters, HiddenThrough(view.JoinedSeq), view.Blind);
        foreach (var (known, bytes) in _parts)
        {
            if (known == part)
            {
                return bytes;
            }
        }
        var encoded = Encode(part);
        _parts.Add((part, encoded));
        return encoded;
    }

    private ImmutableArray<OutgoingMessage> Encode(Part part)
    {
        var messages = ImmutableArray.CreateBuilder<OutgoingMessage>(1);
        var writer = HubMessageWriter.Rent();
        for (var i = part.Start; i < part.End; )
        {
            i = WriteEvents(writer, i, part);
            if (i < part.End)
            {
                messages.Add(writer.Take());
            }
        }
        foreach (var change in Frame.Counters.AsSpan()[part.Counters..])
        {
            WriteCounters(writer, change);
        }
        if (writer.Length > 0)
        {
            messages.Add(writer.Take());
        }
        return messages.DrainToImmutable();
    }

    private int WriteEvents(HubMessageWriter writer, int start, Part part)
    {
        var json = BeginOfPlanet(writer, "events"u8);
        json.WriteNumber("fromRev"u8, Frame.FromRev + start);
        json.WriteStartArray("events"u8);
        var i = start;
        while (i < part.End && (i == start || writer.Length < MaxMessageBytes))
        {
            JsonSerializer.Serialize(json, part.View(Frame.Events[i++]), _event);
        }
        json.WriteEndArray();
        json.WriteEndObject();
        writer.End();
        return i;
    }

    private void WriteCounters(HubMessageWriter writer, CounterChange change)
    {
        if (!change.Moves.IsEmpty)
        {
            WriteArray(writer, "receipts"u8, "moves"u8, change.Moves);
        }
        if (!change.Counts.IsEmpty)
        {
            WriteArray(writer, "counts"u8, "counts"u8, change.Counts);
        }
    }

    private void WriteArray<T>(
        HubMessageWriter writer,
        ReadOnlySpan<byte> target,
        ReadOnlySpan<byte> name,
        ImmutableArray<T> values
    )
    {
        var json = BeginOfPlanet(writer, target);
        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, values, WireJson.Options);
        json.WriteEndObject();
        writer.End();
    }

    private Utf8JsonWriter BeginOfPlanet(HubMessageWriter writer, ReadOnlySpan<byte> target)
    {
        var json = writer.Begin(target);
        json.WriteStartObject();
        json.WritePropertyName("planetId"u8);
        JsonSerializer.Serialize(json, Frame.PlanetId, WireJson.Options);
        return json;
    }

    // Of those edited messages that are hidden from the reader, the last: readers with the same one see the same.
    private long HiddenThrough(long joinedSeq)
    {
        var through = 0L;
        if (_hiddenEdits is not null)
        {
            foreach (var seq in _hiddenEdits)
            {
                through = seq <= joinedSeq ? seq : through;
            }
        }
        return through;
    }

    private static void FindDepartures(
        ImmutableArray<Member> members,
        long rev,
        ref List<(Snowflake UserId, long Rev)>? departures
    )
    {
        foreach (var member in members)
        {
            if (member.Status != MemberStatus.Active)
            {
                (departures ??= []).Add((member.UserId, rev));
            }
        }
    }

    private readonly record struct Part(int Start, int End, int Counters, long HiddenThrough, bool Blind)
    {
        public PlanetEvent View(PlanetEvent change) =>
            change switch
            {
                MessageEdited { HistoryHidden: true } edited when edited.Seq <= HiddenThrough => edited with
                {
                    Text = null,
                },
                MessagePosted posted when Blind => posted with
                {
                    Message = posted.Message with { ReadCount = 0, UnreadCount = 0 },
                },
                MembersChanged changed when Blind => changed with
                {
                    Members = [.. changed.Members.Select(member => member with { LastReadSeq = null })],
                },
                _ => change,
            };
    }
}
