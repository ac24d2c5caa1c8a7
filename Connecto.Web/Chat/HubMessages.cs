using System.Collections.Immutable;
using System.Text.Json;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Presence;
using Connecto.Users;
using Connecto.Web.SignalR;

namespace Connecto.Web.Chat;

/// <summary>The server's calls that are no planet's frame, encoded.</summary>
internal static class HubMessages
{
    public static OutgoingMessage Read(Snowflake planetId, long seq) => Of("read"u8, new { planetId, seq });

    public static OutgoingMessage Notify(Notification notification) => Of("notify"u8, notification);

    public static OutgoingMessage Resubscribe(Snowflake planetId) =>
        Of("resubscribe"u8, ImmutableArray.Create(planetId));

    public static OutgoingMessage Reconnect(TimeSpan within) =>
        Of("reconnect"u8, new { withinMs = (long)within.TotalMilliseconds });

    /// <summary>Where a planet stands, with its newest message where the reader may see it.</summary>
    public static OutgoingMessage Head(Snowflake planetId, PlanetHead head, LastMessage? last) =>
        Of(
            "head"u8,
            new
            {
                planetId,
                head.HeadRev,
                head.HeadSeq,
                last,
            }
        );

    public static OutgoingMessage Typing(Snowflake planetId, ImmutableArray<Snowflake> userIds) =>
        Of("typing"u8, new { planetId, userIds });

    public static OutgoingMessage Counts(Snowflake planetId, ImmutableArray<MessageCount> counts) =>
        Of("counts"u8, new { planetId, counts });

    public static OutgoingMessage Presence(IReadOnlyCollection<PresenceChange> changes) => Of("presence"u8, changes);

    /// <summary><c>heads</c>: an array of <c>[planetId, headRev]</c>.</summary>
    public static OutgoingMessage Heads(IEnumerable<(Snowflake PlanetId, long HeadRev)> heads)
    {
        var writer = HubMessageWriter.Rent();
        var json = writer.Begin("heads"u8);
        json.WriteStartArray();
        foreach (var (planetId, headRev) in heads)
        {
            json.WriteStartArray();
            JsonSerializer.Serialize(json, planetId, WireJson.Options);
            json.WriteNumberValue(headRev);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        writer.End();
        return writer.Take();
    }

    private static OutgoingMessage Of<T>(ReadOnlySpan<byte> target, T argument)
    {
        var writer = HubMessageWriter.Rent();
        JsonSerializer.Serialize(writer.Begin(target), argument, WireJson.Options);
        writer.End();
        return writer.Take();
    }
}
