using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Planets;

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

    private readonly List<(Part Part, ImmutableArray<OutgoingMessage> Bytes)> _parts = new(1);

    public EncodedFrame(PlanetFrame frame)
    {
        Frame = frame;
        Departures = FindDepartures(frame.Events);
    }

    public PlanetFrame Frame { get; }

    /// <summary>The rev of the last event; meaningless where there is none.</summary>
    public long LastRev => Frame.FromRev + Frame.Events.Length;

    /// <summary>Who ceased to be a member, by which event; null where nobody did.</summary>
    public IReadOnlyList<(Snowflake UserId, long Rev)>? Departures { get; }

    /// <summary>The events after <paramref name="afterRev"/> up to <paramref name="throughRev"/>, then counters after a tick.</summary>
    public ImmutableArray<OutgoingMessage> Get(long afterRev, long throughRev, long afterTick)
    {
        var events = Frame.Events.Length;
        var start = (int)Math.Clamp(afterRev - Frame.FromRev, 0, events);
        var end = (int)Math.Clamp(throughRev - Frame.FromRev, start, events);
        var counters = 0;
        while (counters < Frame.Counters.Length && Frame.Counters[counters].Tick <= afterTick)
        {
            counters++;
        }
        var part = new Part(start, end, counters);
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
            i = WriteEvents(writer, i, part.End);
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

    private int WriteEvents(HubMessageWriter writer, int start, int end)
    {
        var json = BeginOfPlanet(writer, "events"u8);
        json.WriteNumber("fromRev"u8, Frame.FromRev + start);
        json.WriteStartArray("events"u8);
        var i = start;
        while (i < end && (i == start || writer.Length < MaxMessageBytes))
        {
            JsonSerializer.Serialize(json, Frame.Events[i++], _event);
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

    private static List<(Snowflake, long)>? FindDepartures(ImmutableArray<PlanetEvent> events)
    {
        List<(Snowflake, long)>? departures = null;
        foreach (var change in events)
        {
            if (change is MembersChanged { Members: var members })
            {
                foreach (var member in members)
                {
                    if (member.Status != MemberStatus.Active)
                    {
                        (departures ??= []).Add((member.UserId, change.Rev));
                    }
                }
            }
        }
        return departures;
    }

    private readonly record struct Part(int Start, int End, int Counters);
}
