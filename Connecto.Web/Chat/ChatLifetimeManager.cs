using Connecto.Web.Auth;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Chat;

/// <summary>
/// Gives each connection its <see cref="ChatConnection"/> and takes it back. Connecto delivers through outboxes of its
/// own, so SignalR's groups are not used.
/// </summary>
internal sealed class ChatLifetimeManager(
    UserTable users,
    PresenceReports presence,
    IOptions<ChatOptions> options,
    ILogger<DefaultHubLifetimeManager<ChatHub>> logger
) : DefaultHubLifetimeManager<ChatHub>(logger)
{
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        var caller =
            Caller.From(connection.User) ?? throw new InvalidOperationException("The hub's endpoint is not protected.");
        connection.Features.Set(new ChatConnection(connection, caller, options.Value));
        WebMetrics.Connected();
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        if (connection.Features.Get<ChatConnection>() is { } chat)
        {
            chat.OnDisconnected();
            users.Remove(chat);
            presence.Left(chat.Caller.UserId);
            WebMetrics.Disconnected();
        }
        return base.OnDisconnectedAsync(connection);
    }
}
