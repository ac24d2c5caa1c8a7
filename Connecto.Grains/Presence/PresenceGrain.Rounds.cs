using System.Collections.Immutable;
using Connecto.Ids;
using Orleans;

namespace Connecto.Presence;

/// <content>
/// Rounds: while something is to be told or somebody's grace runs, what was gathered is told every
/// <see cref="PresenceOptions.GatherFor"/>.
/// </content>
internal sealed partial class PresenceGrain
{
    /// <summary>Users of one round; the rest follows in the next one.</summary>
    internal const int MaxTogether = 50;

    private static readonly TimeSpan _afterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Users who have connected and are to hear of others, with the nodes on which they are.</summary>
    private readonly Dictionary<Snowflake, ImmutableHashSet<string>> _asked = [];
    private Task? _rounds;

    private void Ask(Snowflake userId, string node) =>
        _asked[userId] = (_asked.GetValueOrDefault(userId) ?? []).Add(node);

    private void BeginRounds()
    {
        if (!_ended && _rounds is null or { IsCompleted: true })
        {
            _rounds = RoundsAsync();
        }
    }

    private async Task RoundsAsync()
    {
        var pause = options.Value.GatherFor;
        while (!_ended && (_asked.Count > 0 || _users.HasDue || _users.HasLeaving))
        {
            await Task.Delay(pause, time);
            if (_ended)
            {
                return;
            }
            pause = await TryTellAsync() ? options.Value.GatherFor : _afterFailure;
        }
    }

    private async Task<bool> TryTellAsync()
    {
        foreach (var (userId, seenAt) in _users.TakeLeft(time.GetUtcNow()))
        {
            counters.LastSeen(userId, seenAt);
        }
        var due = _users.TakeDue(MaxTogether);
        var asked = _asked.Take(MaxTogether - due.Count).ToList();
        if (due.Count + asked.Count == 0)
        {
            return true;
        }
        asked.ForEach(ask => _asked.Remove(ask.Key));
        try
        {
            await TellAsync(due, asked);
            _users.Told();
            return true;
        }
        catch (Exception failure)
        {
            Log.NotTold(logger, Shard, failure);
            _users.PutBack(due);
            foreach (var (userId, nodes) in asked)
            {
                _asked[userId] = nodes.Union(_asked.GetValueOrDefault(userId) ?? []);
            }
            return false;
        }
    }

    private async Task TellAsync(
        List<PresentUsers.Due> due,
        List<KeyValuePair<Snowflake, ImmutableHashSet<string>>> asked
    )
    {
        if (_nodes.Count == 0)
        {
            return;
        }
        var users = due.Select(change => change.Change.UserId).Concat(asked.Select(ask => ask.Key)).Distinct();
        var known = await audiences.ReadAsync(users, asked.Select(ask => ask.Key));
        var starts = await StartsAsync(asked, known);
        foreach (var news in due.Select(change => News(change, Of(change.Change.UserId))).OfType<PresenceNews>())
        {
            foreach (var link in _nodes.Values)
            {
                link.Add(news);
            }
        }
        foreach (var ((_, nodes), start) in asked.Zip(starts))
        {
            foreach (var node in nodes)
            {
                _nodes.GetValueOrDefault(node)?.Add(start);
            }
        }
        foreach (var link in _nodes.Values)
        {
            link.Tell();
        }

        Audience Of(Snowflake userId) => known.GetValueOrDefault(userId) ?? Audience.Nobody;
    }

    private static PresenceNews? News(PresentUsers.Due due, Audience audience)
    {
        if (audience.All.IsEmpty || (audience.Hides && !due.OfSetting))
        {
            return null;
        }
        var change = audience.Hides ? due.Change with { Online = false, LastSeenAt = null } : due.Change;
        return new PresenceNews(change, audience.All);
    }

    /// <summary>
    /// For each who has connected, whom of those he may see the shards know to be online, and when the others were last
    /// seen.
    /// </summary>
    private async Task<ImmutableArray<PresenceStart>> StartsAsync(
        List<KeyValuePair<Snowflake, ImmutableHashSet<string>>> asked,
        Dictionary<Snowflake, Audience> known
    )
    {
        var visible = asked.ConvertAll(ask => known.GetValueOrDefault(ask.Key)?.Visible ?? []);
        var answers = await Task.WhenAll(
            visible
                .SelectMany(users => users)
                .Select(user => user.UserId)
                .Distinct()
                .GroupBy(PresenceShards.Of)
                .Select(shard => OnlineAsync(shard.Key, [.. shard]))
        );
        var online = answers.SelectMany(answer => answer).ToDictionary(change => change.UserId);
        return [.. asked.Select((ask, i) => new PresenceStart(ask.Key, Others(visible[i], online)))];
    }

    private static ImmutableArray<PresenceChange> Others(
        ImmutableArray<Seen> visible,
        Dictionary<Snowflake, PresenceChange> online
    )
    {
        var here = visible.Select(user => online.GetValueOrDefault(user.UserId)).OfType<PresenceChange>();
        var away = visible
            .Where(user => user.LastSeenAt is not null && !online.ContainsKey(user.UserId))
            .OrderByDescending(user => user.LastSeenAt)
            // Older than whatever is told of him from now on.
            .Select(user => new PresenceChange(user.UserId, Online: false, user.LastSeenAt)
            {
                Version = user.LastSeenAt!.Value.UtcTicks,
            });
        return [.. here.Concat(away).Take(PresenceShards.MaxStart)];
    }

    private Task<ImmutableArray<PresenceChange>> OnlineAsync(int shard, ImmutableArray<Snowflake> users) =>
        shard == Shard ? Online(users) : GrainFactory.Presence(shard).Online(users);
}
