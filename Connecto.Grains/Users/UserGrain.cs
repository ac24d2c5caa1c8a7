using System.Collections.Immutable;
using Connecto.Ids;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Concurrency;

namespace Connecto.Users;

/// <summary>
/// Holds which sessions of a user live, which web nodes hold his connections, which cursors moved just now, and whom
/// blocks hide. PostgreSQL is the truth about sessions and blocks; what is here is read from it in one query each and
/// read again whenever it may be stale.
/// </summary>
[Reentrant]
public sealed partial class UserGrain(
    SessionStore store,
    BlockStore blocks,
    TimeProvider time,
    ILogger<UserGrain> logger
) : Grain, IUserGrain
{
    private readonly Dictionary<string, AttachedNode> _nodes = [];
    private readonly RecentCursors _cursors = new();
    private Dictionary<Snowflake, DateTimeOffset> _sessions = [];
    private long _readsBegun;
    private long _readApplied;

    private Snowflake UserId => new(this.GetPrimaryKeyLong());

    public async Task<bool> HasSession(Snowflake sessionId)
    {
        if (IsLive(sessionId))
        {
            return true;
        }
        // It may have begun, or been renewed, since they were read; the first call reads them, not the activation, so that
        // a database which is away answers `unavailable`.
        await ReadSessions();
        return IsLive(sessionId);
    }

    public async Task<bool> Attach(string node, IUserObserver observer, Snowflake sessionId)
    {
        // Looked at again, because it may have ended while the answer was awaited, when this node was not told yet.
        if (!await HasSession(sessionId) || !IsLive(sessionId))
        {
            return false;
        }
        if (!_nodes.TryGetValue(node, out var attached))
        {
            _nodes[node] = attached = new AttachedNode(UserId, node, logger);
        }
        attached.Renew(observer, time.GetUtcNow() + UserLease.Duration);
        return true;
    }

    public Task Detach(string node)
    {
        _nodes.Remove(node);
        return Task.CompletedTask;
    }

    public Task SessionsChanged() => ReadSessions();

    public Task CursorMoved(Snowflake planetId, long seq)
    {
        if (!_cursors.Move(planetId, seq, time.GetUtcNow()))
        {
            return Task.CompletedTask;
        }
        foreach (var node in LiveNodes())
        {
            node.TellRead(planetId, seq);
        }
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<PlanetCursor>> RecentCursors() => Task.FromResult(_cursors.Since(time.GetUtcNow()));

    private bool IsLive(Snowflake sessionId) =>
        _sessions.TryGetValue(sessionId, out var expiresAt) && expiresAt > time.GetUtcNow();

    /// <summary>Reads the live sessions, and tells the nodes which of those known before are over.</summary>
    private async Task ReadSessions()
    {
        var read = ++_readsBegun;
        var rows = await store.LiveAsync(UserId);
        if (read < _readApplied)
        {
            // One that began later has ended earlier, and knows more.
            return;
        }
        _readApplied = read;
        var before = _sessions;
        _sessions = rows.ToDictionary(row => row.Id, row => row.ExpiresAt);
        var ended = before.Keys.Where(id => !_sessions.ContainsKey(id)).ToImmutableArray();
        if (ended.IsEmpty)
        {
            return;
        }
        foreach (var node in LiveNodes())
        {
            node.TellEnded(ended);
        }
    }

    private List<AttachedNode> LiveNodes()
    {
        var now = time.GetUtcNow();
        foreach (var (name, node) in _nodes)
        {
            if (node.LeaseEnds <= now)
            {
                _nodes.Remove(name);
            }
        }
        return [.. _nodes.Values];
    }
}
