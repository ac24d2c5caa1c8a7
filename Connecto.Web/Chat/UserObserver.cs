using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Users;

namespace Connecto.Web.Chat;

/// <summary>Hands what concerns a user to his connections on this node. It never waits.</summary>
internal sealed class UserObserver(UserTable users) : IUserObserver
{
    public Task Read(Snowflake userId, Snowflake planetId, long seq)
    {
        users.Send(userId, HubMessages.Read(planetId, seq));
        return Task.CompletedTask;
    }

    public Task SessionsEnded(Snowflake userId, ImmutableArray<Snowflake> sessionIds)
    {
        foreach (var connection in users.Connections(userId))
        {
            if (sessionIds.Contains(connection.Caller.SessionId))
            {
                connection.End();
            }
        }
        return Task.CompletedTask;
    }

    public Task HiddenChanged(Snowflake userId, ImmutableArray<Snowflake> hidden)
    {
        ImmutableHashSet<Snowflake> set = [.. hidden];
        foreach (var connection in users.Connections(userId))
        {
            connection.Hide(set);
        }
        return Task.CompletedTask;
    }

    public Task ViewChanged(Snowflake userId)
    {
        foreach (var subscription in users.Connections(userId).SelectMany(connection => connection.Subscriptions))
        {
            subscription.Tear();
        }
        return Task.CompletedTask;
    }

    public Task Notified(Snowflake userId, ImmutableArray<Notification> notifications)
    {
        foreach (var notification in notifications)
        {
            users.Send(userId, HubMessages.Notify(notification));
        }
        return Task.CompletedTask;
    }
}
