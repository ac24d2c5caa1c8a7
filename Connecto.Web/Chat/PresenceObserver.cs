using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Presence;
using Connecto.Web.SignalR;

namespace Connecto.Web.Chat;

/// <summary>Hands presence to those who are connected here, one message for each user. It never waits.</summary>
internal sealed class PresenceObserver(UserTable users) : IPresenceObserver
{
    public Task Tell(ImmutableArray<PresenceNews> news, ImmutableArray<PresenceStart> starts)
    {
        WebMetrics.PresenceHeard(news.Length);
        var encoded = new Dictionary<Snowflake, OutgoingMessage>();
        foreach (var (userId, changes) in HeardBy(news))
        {
            var message = Encode(changes, encoded);
            foreach (var connection in users.Connections(userId))
            {
                connection.Presence.Tell(connection, changes, message);
            }
            WebMetrics.PresenceTold();
        }
        foreach (var start in starts)
        {
            foreach (var connection in users.Connections(start.UserId))
            {
                connection.Presence.Begin(connection, start.Others);
            }
        }
        return Task.CompletedTask;
    }

    private Dictionary<Snowflake, List<PresenceChange>> HeardBy(ImmutableArray<PresenceNews> news)
    {
        var heard = new Dictionary<Snowflake, List<PresenceChange>>();
        foreach (var item in news)
        {
            var change = item.Change;
            foreach (var userId in item.Audience)
            {
                // Who was blocked after the audience was read is left out as well.
                if (
                    users.Connections(userId) is [var first, ..]
                    && (item.OfBlock || !first.Hidden.Contains(change.UserId))
                )
                {
                    (heard.TryGetValue(userId, out var changes) ? changes : heard[userId] = []).Add(change);
                }
            }
        }
        return heard;
    }

    // Most hear of one change only, and of the same one.
    private static OutgoingMessage Encode(List<PresenceChange> changes, Dictionary<Snowflake, OutgoingMessage> encoded)
    {
        if (changes is not [var only])
        {
            return HubMessages.Presence(changes);
        }
        if (!encoded.TryGetValue(only.UserId, out var message))
        {
            encoded[only.UserId] = message = HubMessages.Presence(changes);
        }
        return message;
    }
}
