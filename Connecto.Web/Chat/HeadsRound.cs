using Microsoft.Extensions.Options;

namespace Connecto.Web.Chat;

/// <summary>
/// Tells each connection every <see cref="ChatOptions.HeadsEvery"/> which of its planets' heads moved. A part of the
/// connections at a time, so that the work does not come all at once.
/// </summary>
internal sealed class HeadsRound(UserTable users, WebNode node, IOptions<ChatOptions> options) : BackgroundService
{
    private const int Parts = 15;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.HeadsEvery / Parts, node.Time);
        for (var part = 0; await timer.WaitForNextTickAsync(stoppingToken); part = (part + 1) % Parts)
        {
            foreach (var connection in users.All())
            {
                if (connection.Slot % Parts == part && connection.TakeMovedHeads() is { } moved)
                {
                    connection.Send(HubMessages.Heads(moved));
                }
            }
        }
    }
}
