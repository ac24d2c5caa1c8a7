using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Connecto.Presence;

/// <summary>
/// One shard of presence. What changes is gathered for a moment, the audiences are read in one query for all of it, and
/// each node is told once. Nothing here is stored but when users were last seen: after a crash the nodes, which renew,
/// say again whom they have.
/// </summary>
// A shard that moved would not know who is online until all nodes have renewed, and the shards are few.
[Immovable]
[Reentrant]
internal sealed partial class PresenceGrain(
    AudienceStore audiences,
    CounterWriter counters,
    IOptions<PresenceOptions> options,
    TimeProvider time,
    ILogger<PresenceGrain> logger
) : Grain, IPresenceGrain
{
    private readonly Dictionary<string, PresenceLink> _nodes = [];
    private readonly PresentUsers _users = new(options.Value.Grace);

    /// <summary>Of the readings of blocks that are under way the newest of each two users.</summary>
    private readonly Dictionary<(Snowflake UserId, Snowflake OtherId), long> _blocksRead = [];
    private DateTimeOffset _knowsAllAt;
    private bool _ended;

    private int Shard => (int)this.GetPrimaryKeyLong();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Until every node must have renewed, whom a new one brings may have been online all the while.
        _knowsAllAt = time.GetUtcNow() + PresenceShards.Lease;
        this.RegisterGrainTimer(SweepAsync, PresenceShards.RenewEvery, PresenceShards.RenewEvery);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _ended = true;
        WriteSeen(after: TimeSpan.Zero);
        if (_rounds is not null)
        {
            await _rounds.WaitAsync(cancellationToken);
        }
    }

    public Task<bool> Changed(
        string node,
        IPresenceObserver observer,
        ImmutableArray<Snowflake> here,
        ImmutableArray<Snowflake> gone
    )
    {
        var now = time.GetUtcNow();
        var isKnown = _nodes.TryGetValue(node, out var link);
        link ??= Attach(node, observer, now);
        foreach (var userId in here)
        {
            if (link.Users.Add(userId))
            {
                _users.Came(userId, now, wasKnown: false);
            }
            Ask(userId, node);
        }
        foreach (var userId in gone)
        {
            if (link.Users.Remove(userId) || !isKnown)
            {
                _users.Went(userId, now, isKnown ? now : _knowsAllAt);
            }
        }
        BeginRounds();
        return Task.FromResult(isKnown);
    }

    public Task Renew(string node, IPresenceObserver observer, ImmutableArray<Snowflake> here)
    {
        var now = time.GetUtcNow();
        var link = Attach(node, observer, now);
        var before = link.Users.ToHashSet();
        foreach (var userId in here)
        {
            if (!before.Remove(userId) && link.Users.Add(userId))
            {
                _users.Came(userId, now, wasKnown: now < _knowsAllAt);
            }
        }
        foreach (var userId in before)
        {
            link.Users.Remove(userId);
            _users.Went(userId, now, now);
        }
        BeginRounds();
        return Task.CompletedTask;
    }

    public Task Leave(string node)
    {
        if (_nodes.Remove(node, out var link))
        {
            Empty(link);
        }
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<PresenceChange>> Online(ImmutableArray<Snowflake> userIds) =>
        Task.FromResult(_users.OnlineOf(userIds));

    public Task SettingsChanged(Snowflake userId)
    {
        _users.SettingChanged(userId, time.GetUtcNow());
        BeginRounds();
        return Task.CompletedTask;
    }

    public async Task BlockChanged(Snowflake userId, Snowflake otherId)
    {
        if (_users.Renewed(userId, time.GetUtcNow()) is not { } here)
        {
            return;
        }
        var pair = (userId, otherId);
        _blocksRead[pair] = here.Version;
        try
        {
            // One that began later has read what holds.
            if (await audiences.MaySeeAsync(userId, otherId) is { } maySee && _blocksRead[pair] == here.Version)
            {
                TellOne(maySee ? here : here with { Online = false }, otherId);
            }
        }
        finally
        {
            if (_blocksRead.GetValueOrDefault(pair) == here.Version)
            {
                _blocksRead.Remove(pair);
            }
        }
    }

    public async Task<ImmutableArray<Snowflake>> AudienceOf(Snowflake userId)
    {
        var known = await audiences.ReadAsync([userId], starting: []);
        return known.GetValueOrDefault(userId) is { Hides: false } audience ? audience.All : [];
    }

    public Task Erased(Snowflake userId, ImmutableArray<Snowflake> audience)
    {
        if (_users.Renewed(userId, time.GetUtcNow()) is { } here)
        {
            foreach (var link in _nodes.Values)
            {
                link.Add(new PresenceNews(here with { Online = false }, audience));
                link.Tell();
            }
        }
        return Task.CompletedTask;
    }

    private void TellOne(PresenceChange change, Snowflake otherId)
    {
        foreach (var link in _nodes.Values)
        {
            link.Add(change, otherId);
            link.Tell();
        }
    }

    private PresenceLink Attach(string node, IPresenceObserver observer, DateTimeOffset now)
    {
        if (!_nodes.TryGetValue(node, out var link))
        {
            _nodes[node] = link = new PresenceLink(node, logger);
        }
        link.Renew(observer, now + PresenceShards.Lease);
        return link;
    }

    private void Empty(PresenceLink link)
    {
        var now = time.GetUtcNow();
        foreach (var userId in link.Users)
        {
            _users.Went(userId, now, now);
        }
        link.Users.Clear();
        BeginRounds();
    }

    private Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var (node, link) in _nodes.Where(attached => attached.Value.LeaseEnds <= now).ToList())
        {
            _nodes.Remove(node);
            Empty(link);
        }
        WriteSeen(PresentUsers.SeenEvery);
        return Task.CompletedTask;
    }

    private void WriteSeen(TimeSpan after)
    {
        var now = time.GetUtcNow();
        foreach (var userId in _users.TakeSeen(now, after))
        {
            counters.LastSeen(userId, now);
        }
    }
}
