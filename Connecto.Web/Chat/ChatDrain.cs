using System.Collections.Immutable;
using Connecto.Web.SignalR;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Chat;

/// <summary>
/// When the host stops: takes no new sockets, asks everybody to come back, and closes who is still here after the time
/// that was given, such that SignalR's clients reconnect by themselves.
/// </summary>
internal sealed class ChatDrain(
    UserTable users,
    ChatGate gate,
    HubWatch watch,
    WebNode node,
    IHostApplicationLifetime lifetime,
    IOptions<ChatOptions> options,
    ILogger<ChatDrain> logger
) : IHostedService
{
    private static readonly TimeSpan _closing = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(20);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The framework cuts those that poll from a registration of its own. The last to register runs first, and this
        // service starts after the routes were made, so its time comes before the cut.
        lifetime.ApplicationStopping.Register(() => DrainAsync().GetAwaiter().GetResult());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task DrainAsync()
    {
        gate.Close();
        if (users.All() is { IsEmpty: false } connections)
        {
            await LetGoAsync(connections);
        }
        // Who has not even shaken hands would hold up the server's end.
        watch.CloseAll();
    }

    private async Task LetGoAsync(ImmutableArray<ChatConnection> connections)
    {
        var within = options.Value.ReconnectWithin;
        Log.Draining(logger, connections.Length, within);
        var message = HubMessages.Reconnect(within);
        foreach (var connection in connections)
        {
            connection.Send(message);
        }
        await UntilEmptyAsync(within);
        foreach (var connection in users.All())
        {
            connection.CloseForReconnect(atOnce: false);
        }
        await UntilEmptyAsync(_closing);
    }

    private async Task UntilEmptyAsync(TimeSpan atMost)
    {
        var start = node.Time.GetTimestamp();
        while (users.Count > 0 && node.Time.GetElapsedTime(start) < atMost)
        {
            await Task.Delay(_look, node.Time);
        }
    }
}
