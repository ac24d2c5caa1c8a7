using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Presence;
using Connecto.Web.SignalR;

namespace Connecto.Web.Chat;

/// <summary>
/// What one connection is told of presence: once who is online, and whatever changes. The first was asked for earlier
/// than some changes that came before it, so it is given without those whom the connection has heard of since it
/// began. While the connection takes nothing, the newest of each user waits for it. Safe for use by several threads.
/// </summary>
internal sealed class PresenceFeed
{
    private readonly Lock _lock = new();
    private Dictionary<Snowflake, long>? _heard;
    private Dictionary<Snowflake, PresenceChange>? _waiting;
    private bool _begun;

    public void Tell(ChatConnection connection, IReadOnlyCollection<PresenceChange> changes, OutgoingMessage message)
    {
        lock (_lock)
        {
            foreach (var change in _begun ? [] : changes)
            {
                if ((_heard ??= []).Count < PresenceShards.MaxAudience)
                {
                    _heard[change.UserId] = change.Version;
                }
            }
            if (_waiting is null && !connection.IsHeldUp)
            {
                connection.Send(message);
                return;
            }
            foreach (var change in changes)
            {
                if ((_waiting ??= []).Count < PresenceShards.MaxAudience || _waiting.ContainsKey(change.UserId))
                {
                    _waiting[change.UserId] = change;
                }
            }
        }
    }

    /// <summary>Tells what waited while the connection took nothing.</summary>
    public void Free(ChatConnection connection)
    {
        lock (_lock)
        {
            if (_waiting is { } waiting)
            {
                _waiting = null;
                connection.Send(HubMessages.Presence(waiting.Values));
            }
        }
    }

    /// <summary>Tells who is online and when others were last seen, the first time it is called.</summary>
    public void Begin(ChatConnection connection, ImmutableArray<PresenceChange> others)
    {
        lock (_lock)
        {
            if (_begun)
            {
                return;
            }
            _begun = true;
            var news = _heard is null
                ? others
                : others.RemoveAll(change => _heard.GetValueOrDefault(change.UserId) >= change.Version);
            _heard = null;
            foreach (var change in news)
            {
                // What waits of him is older.
                _waiting?.Remove(change.UserId);
            }
            if (!news.IsEmpty)
            {
                connection.Send(HubMessages.Presence(news));
            }
        }
    }
}
