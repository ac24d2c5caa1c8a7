using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Connecto.Ids;
using Connecto.Web.SignalR;

namespace Connecto.Web.Chat;

/// <summary>
/// Which connections each user has on this node. The user's grain is told of the first and of the last under the lock,
/// so that the two calls never overtake each other.
/// </summary>
internal sealed class UserTable(WebNode node, ILogger<UserTable> logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Snowflake, ImmutableArray<ChatConnection>> _users = [];

    /// <summary>How many connections there are.</summary>
    public int Count { get; private set; }

    public ImmutableArray<ChatConnection> Connections(Snowflake userId)
    {
        lock (_lock)
        {
            return _users.TryGetValue(userId, out var connections) ? connections : [];
        }
    }

    public ImmutableArray<ChatConnection> All()
    {
        lock (_lock)
        {
            return [.. _users.Values.SelectMany(connections => connections)];
        }
    }

    /// <summary>Adds a connection and answers whether its session lives, once it knows who is hidden from its user.</summary>
    public Task<bool> AddAsync(ChatConnection connection)
    {
        lock (_lock)
        {
            ref var connections = ref CollectionsMarshal.GetValueRefOrAddDefault(
                _users,
                connection.Caller.UserId,
                out var isKnown
            );
            connections = isKnown ? connections.Add(connection) : [connection];
            Count++;
            return AttachAsync([connection]);
        }
    }

    public void Remove(ChatConnection connection)
    {
        var userId = connection.Caller.UserId;
        lock (_lock)
        {
            if (!_users.TryGetValue(userId, out var connections) || !connections.Contains(connection))
            {
                return;
            }
            Count--;
            if (connections.Length > 1)
            {
                _users[userId] = connections.Remove(connection);
                return;
            }
            _users.Remove(userId);
            _ = DetachAsync(userId);
        }
    }

    /// <summary>
    /// Tells the user's grain, or tells it again, that connections of one session are here, and asks it whom blocks
    /// hide; false where the session has ended.
    /// </summary>
    public async Task<bool> AttachAsync(ImmutableArray<ChatConnection> connections)
    {
        var caller = connections[0].Caller;
        var user = node.User(caller.UserId);
        if (!await user.Attach(node.Id, node.UserObserver, caller.SessionId))
        {
            return false;
        }
        var before = connections.Select(connection => connection.Hidden).ToArray();
        ImmutableHashSet<Snowflake> hidden = [.. await user.Hidden()];
        for (var i = 0; i < before.Length; i++)
        {
            connections[i].Hide(hidden, before[i]);
        }
        return true;
    }

    public void Send(Snowflake userId, OutgoingMessage message)
    {
        foreach (var connection in Connections(userId))
        {
            connection.Send(message);
        }
    }

    private async Task DetachAsync(Snowflake userId)
    {
        try
        {
            await node.User(userId).Detach(node.Id);
        }
        catch (Exception failure)
        {
            // His grain drops a node that does not renew.
            Log.UserNotDetached(logger, userId, failure);
        }
    }
}
