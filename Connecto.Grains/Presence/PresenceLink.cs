using System.Collections.Immutable;
using Connecto.Ids;
using Microsoft.Extensions.Logging;

namespace Connecto.Presence;

/// <summary>
/// One web node as one shard sees it: which users it has, and what it is to be told. One call is under way; what comes
/// meanwhile is merged up to a bound, and what is over it is dropped. Used in the turns of its grain only.
/// </summary>
internal sealed class PresenceLink(string node, ILogger logger)
{
    /// <summary>Users named in what waits for a busy node, at most.</summary>
    internal const int MaxWaiting = 200_000;

    private readonly Dictionary<Snowflake, PresenceNews> _news = [];
    private readonly Dictionary<(Snowflake UserId, Snowflake OtherId), PresenceNews> _newsForOne = [];
    private readonly Dictionary<Snowflake, PresenceStart> _starts = [];
    private IPresenceObserver? _observer;
    private int _waiting;
    private bool _telling;

    /// <summary>Users who have a connection on the node.</summary>
    public HashSet<Snowflake> Users { get; } = [];

    public DateTimeOffset LeaseEnds { get; private set; }

    private bool HasWaiting => _news.Count + _newsForOne.Count + _starts.Count > 0;

    public void Renew(IPresenceObserver observer, DateTimeOffset leaseEnds)
    {
        _observer = observer;
        LeaseEnds = leaseEnds;
    }

    public void Add(PresenceNews news) => Add(_news, news.Change.UserId, news, news.Audience.Length);

    /// <summary>What a block made of a user for one other alone, beside what everybody hears of him.</summary>
    public void Add(PresenceChange change, Snowflake otherId) =>
        Add(_newsForOne, (change.UserId, otherId), new PresenceNews(change, [otherId]) { OfBlock = true }, users: 1);

    public void Add(PresenceStart start) => Add(_starts, start.UserId, start, start.Others.Length);

    /// <summary>Tells what was added, once the call before has returned.</summary>
    public void Tell()
    {
        if (!_telling && HasWaiting)
        {
            _ = TellAsync(_observer!);
        }
    }

    private void Add<TKey, T>(Dictionary<TKey, T> waiting, TKey key, T value, int users)
        where TKey : notnull
    {
        if (_waiting + users > MaxWaiting)
        {
            Log.NodeTooBusy(logger, node);
            return;
        }
        _waiting += users;
        waiting[key] = value;
    }

    private async Task TellAsync(IPresenceObserver observer)
    {
        _telling = true;
        while (HasWaiting)
        {
            // In the order in which they came to be, because the last word of a user is what stays with who hears it.
            ImmutableArray<PresenceNews> news =
            [
                .. _news.Values.Concat(_newsForOne.Values).OrderBy(told => told.Change.Version),
            ];
            var starts = _starts.Values.ToImmutableArray();
            _news.Clear();
            _newsForOne.Clear();
            _starts.Clear();
            _waiting = 0;
            try
            {
                await observer.Tell(news, starts);
            }
            catch (Exception failure)
            {
                // A node that is gone: its lease ends. Its users connect elsewhere, and hear there who is online.
                Log.NodeNotTold(logger, node, failure);
            }
        }
        _telling = false;
    }
}
