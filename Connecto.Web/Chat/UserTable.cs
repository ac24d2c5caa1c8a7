using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Connecto.Ids;
using Connecto.Web.Auth;

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

    /// <summary>Adds a connection and answers whether its session lives.</summary>
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
            return AttachAsync(connection.Caller);
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

    /// <summary>Tells the user's grain again that he is here; false where the session has ended.</summary>
    public Task<bool> AttachAsync(Caller caller) =>
        node.User(caller.UserId).Attach(node.Id, node.UserObserver, caller.SessionId);

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
