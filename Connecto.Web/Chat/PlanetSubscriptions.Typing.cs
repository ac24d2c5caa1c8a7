using System.Collections.Immutable;
using System.Numerics;
using Connecto.Ids;
using Connecto.Web.SignalR;

namespace Connecto.Web.Chat;

/// <content>Who is typing: told to full subscribers, but not to himself and not across a block.</content>
internal sealed partial class PlanetSubscriptions
{
    /// <summary>Takes word of who is typing, at most 20 of them; a connection for which something waits is passed over.</summary>
    public void TellTyping(ImmutableArray<Snowflake> userIds)
    {
        // Encoded once for all who are to hear of the same ones, which are nearly all; a bit for each who is left out.
        var encoded = new List<(uint Without, OutgoingMessage Message)>(2);
        lock (_lock)
        {
            foreach (var subscription in _subscriptions)
            {
                if (subscription is not { IsLive: true, HeadOnly: false })
                {
                    continue;
                }
                var without = LeftOut(subscription.Connection, userIds);
                if (BitOperations.PopCount(without) < userIds.Length)
                {
                    subscription.Connection.Offer(Encoded(encoded, userIds, without));
                }
            }
        }
    }

    private OutgoingMessage Encoded(
        List<(uint Without, OutgoingMessage Message)> encoded,
        ImmutableArray<Snowflake> userIds,
        uint without
    )
    {
        foreach (var (known, message) in encoded)
        {
            if (known == without)
            {
                return message;
            }
        }
        var heard = userIds.Where((_, i) => (without & (1u << i)) == 0).ToImmutableArray();
        var made = HubMessages.Typing(id, heard);
        encoded.Add((without, made));
        return made;
    }

    private static uint LeftOut(ChatConnection reader, ImmutableArray<Snowflake> userIds)
    {
        var without = 0u;
        var hidden = reader.Hidden;
        for (var i = 0; i < userIds.Length; i++)
        {
            if (userIds[i] == reader.Caller.UserId || (hidden.Count > 0 && hidden.Contains(userIds[i])))
            {
                without |= 1u << i;
            }
        }
        return without;
    }
}
