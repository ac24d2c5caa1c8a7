using System.Collections.Immutable;
using Connecto.Ids;
using Microsoft.Extensions.Logging;

namespace Connecto.Users;

/// <summary>
/// A web node that is told of one user. It has one call under way; what comes meanwhile is merged (of a planet's
/// cursors the furthest, of hidden people the newest set) and of notifications the newest are kept, so a node that does
/// not answer costs one entry a planet and <see cref="MostWaiting"/> notifications until its lease ends. Used only in
/// the turns of the user's grain.
/// </summary>
internal sealed class AttachedNode(Snowflake userId, string name, ILogger logger)
{
    /// <summary>Notifications that wait; beyond that the oldest is let go, for its user to find it in his list.</summary>
    public const int MostWaiting = 100;

    private readonly Dictionary<Snowflake, long> _cursors = [];
    private readonly HashSet<Snowflake> _ended = [];
    private readonly Queue<Notification> _notifications = [];
    private ImmutableArray<Snowflake>? _hidden;
    private bool _viewChanged;
    private bool _viewMissed;
    private IUserObserver? _observer;
    private bool _telling;

    public DateTimeOffset LeaseEnds { get; private set; }

    /// <summary>Where it is told; it has renewed at least once.</summary>
    public IUserObserver Observer => _observer!;

    public void Renew(IUserObserver observer, DateTimeOffset leaseEnds)
    {
        _observer = observer;
        LeaseEnds = leaseEnds;
        if (_viewMissed)
        {
            _viewMissed = false;
            TellViewChanged();
        }
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

    public void TellHidden(ImmutableArray<Snowflake> hidden)
    {
        _hidden = hidden;
        _ = TellAsync();
    }

    public void TellViewChanged()
    {
        _viewChanged = true;
        _ = TellAsync();
    }

    public void TellNotification(Notification notification)
    {
        if (_notifications.Count == MostWaiting)
        {
            _notifications.Dequeue();
        }
        _notifications.Enqueue(notification);
        _ = TellAsync();
    }

    private async Task TellAsync()
    {
        if (_telling)
        {
            return;
        }
        _telling = true;
        while (true)
        {
            try
            {
                if (TellNextAsync(_observer!) is not { } told)
                {
                    break;
                }
                await told;
            }
            catch (Exception exception)
            {
                // The node asks for sessions and hidden people again when it renews, is then told again that the view
                // changed, and its lease ends if it does not renew.
                Log.NodeNotTold(logger, name, userId, exception);
            }
        }
        _telling = false;
    }

    private async Task TellViewAsync(IUserObserver observer)
    {
        try
        {
            await observer.ViewChanged(userId);
        }
        catch
        {
            _viewMissed = true;
            throw;
        }
    }

    /// <summary>Tells what comes next; null where nothing is left to tell.</summary>
    private Task? TellNextAsync(IUserObserver observer)
    {
        if (_ended.Count > 0)
        {
            var ended = _ended.ToImmutableArray();
            _ended.Clear();
            return observer.SessionsEnded(userId, ended);
        }
        if (_hidden is { } hidden)
        {
            _hidden = null;
            return observer.HiddenChanged(userId, hidden);
        }
        if (_viewChanged)
        {
            _viewChanged = false;
            return TellViewAsync(observer);
        }
        if (_notifications.Count > 0)
        {
            var notifications = _notifications.ToImmutableArray();
            _notifications.Clear();
            return observer.Notified(userId, notifications);
        }
        if (_cursors.Count > 0)
        {
            var (planetId, seq) = _cursors.First();
            _cursors.Remove(planetId);
            return observer.Read(userId, planetId, seq);
        }
        return null;
    }
}
