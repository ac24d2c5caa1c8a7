using System.Collections.Immutable;
using Connecto.Ids;

namespace Connecto.Users;

/// <content>Whom blocks hide, and what the user is told wherever he is connected.</content>
public sealed partial class UserGrain
{
    // The reading that began last, under way or done; null where nobody has asked.
    private Task<ImmutableHashSet<Snowflake>>? _hidden;

    public async Task<ImmutableArray<Snowflake>> Hidden() => [.. await HiddenAsync()];

    public async Task BlocksChanged()
    {
        if (_hidden is null && LiveNodes().Count == 0)
        {
            return;
        }
        _hidden = null;
        var reading = HiddenAsync();
        ImmutableArray<Snowflake> hidden = [.. await reading];
        if (_hidden != reading)
        {
            // One that began later tells what it has read.
            return;
        }
        foreach (var node in LiveNodes())
        {
            node.TellHidden(hidden);
        }
    }

    public Task ViewChanged()
    {
        foreach (var node in LiveNodes())
        {
            node.TellViewChanged();
        }
        return Task.CompletedTask;
    }

    public async Task Notify(Notification notification)
    {
        if (LiveNodes().Count == 0)
        {
            return;
        }
        if (notification.ActorId is { } actor && (await HiddenAsync()).Contains(actor))
        {
            return;
        }
        foreach (var node in LiveNodes())
        {
            node.TellNotification(notification);
        }
    }

    // A reading that failed is not kept: whoever asks next reads again.
    private Task<ImmutableHashSet<Snowflake>> HiddenAsync() =>
        _hidden is null or { IsFaulted: true } or { IsCanceled: true } ? _hidden = blocks.HiddenAsync(UserId) : _hidden;
}
