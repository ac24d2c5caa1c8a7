using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Presence;

namespace Connecto.Web.Chat;

/// <summary>
/// Tells the presence shards which users have connections on this node: at once what changes, and every
/// <see cref="PresenceShards.RenewEvery"/> all of it. When the node stops they hear that it has nobody any more.
/// </summary>
internal sealed class PresenceReports : Round
{
    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(2);

    private readonly ImmutableArray<PresenceReport> _shards;
    private readonly UserTable _users;
    private readonly WebNode _node;

    public PresenceReports(UserTable users, WebNode node, ILogger<PresenceReports> logger)
        : base(node.Time)
    {
        _users = users;
        _node = node;
        _shards =
        [
            .. Enumerable
                .Range(0, PresenceShards.Count)
                .Select(shard => new PresenceReport(shard, users, node, logger)),
        ];
    }

    /// <summary>The user has one more connection.</summary>
    public void Came(Snowflake userId) => _shards[PresenceShards.Of(userId)].Touch(userId);

    /// <summary>The user has one connection less.</summary>
    public void Left(Snowflake userId)
    {
        if (_users.Connections(userId).IsEmpty)
        {
            _shards[PresenceShards.Of(userId)].Touch(userId);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        var farewell = Task.WhenAll(_shards.Select(shard => shard.LeaveAsync()));
        await Task.WhenAny(farewell, Task.Delay(_farewell, _node.Time, cancellationToken));
    }

    protected override TimeSpan First => TimeSpan.Zero;

    protected override Task<TimeSpan> RunAsync(CancellationToken stoppingToken)
    {
        foreach (var shard in _shards)
        {
            shard.Renew();
        }
        return Task.FromResult(PresenceShards.RenewEvery);
    }
}
