using Connecto.Admin;
using Connecto.Users;

namespace Connecto.Web.Chat;

/// <summary>Hands what concerns everybody to all connections of this node, encoded once. It never waits.</summary>
internal sealed class NodeObserver(UserTable users) : INodeObserver
{
    public Task TellAll(Notification notification)
    {
        var message = HubMessages.Notify(notification);
        foreach (var connection in users.All())
        {
            connection.Send(message);
        }
        return Task.CompletedTask;
    }
}
