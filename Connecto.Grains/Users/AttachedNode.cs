using System.Collections.Immutable;
using Connecto.Ids;
using Microsoft.Extensions.Logging;

namespace Connecto.Users;

/// <summary>
/// A web node that is told of one user. It has one call under way; what comes meanwhile is merged (of a planet's
/// cursors the furthest), so a node that does not answer costs one entry a planet until its lease ends. Used only in
/// the turns of the user's grain.
/// </summary>
internal sealed class AttachedNode(Snowflake userId, string name, ILogger logger)
{
    private readonly Dictionary<Snowflake, long> _cursors = [];
    private readonly HashSet<Snowflake> _ended = [];
    private IUserObserver? _observer;
    private bool _telling;

    public DateTimeOffset LeaseEnds { get; private set; }

    public void Renew(IUserObserver observer, DateTimeOffset leaseEnds)
    {
        _observer = observer;
        LeaseEnds = leaseEnds;
    }

    public void TellRead(Snowflake planetId, long seq)
    {
        _cursors[planetId] = Math.Max(seq, _cursors.GetValueOrDefault(planetId));
        _ = TellAsync();
    }

    public void TellEnded(ImmutableArray<Snowflake> sessionIds)
    {
        _ended.UnionWith(sessionIds);
        _ = TellAsync();
    }

    private async Task TellAsync()
    {
        if (_telling)
        {
            return;
        }
        _telling = true;
        while (_ended.Count + _cursors.Count > 0)
        {
            try
            {
                await TellNextAsync(_observer!);
            }
            catch (Exception exception)
            {
                // The node asks for the sessions again when it renews, and its lease ends if it does not.
                Log.NodeNotTold(logger, name, userId, exception);
            }
        }
        _telling = false;
    }

    private async Task TellNextAsync(IUserObserver observer)
    {
        if (_ended.Count > 0)
        {
            var ended = _ended.ToImmutableArray();
            _ended.Clear();
            await observer.SessionsEnded(userId, ended);
            return;
        }
        var (planetId, seq) = _cursors.First();
        _cursors.Remove(planetId);
        await observer.Read(userId, planetId, seq);
    }
}
