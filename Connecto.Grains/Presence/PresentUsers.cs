using System.Collections.Immutable;
using Connecto.Ids;

namespace Connecto.Presence;

/// <summary>
/// Who is online: a user with a connection on some node, or whose last one went less than the grace ago. It tells what
/// has changed and is not told yet, the newest of each user. Pure, and used in the turns of its grain only.
/// </summary>
internal sealed class PresentUsers(TimeSpan grace)
{
    /// <summary>How often it is written down that somebody is still here.</summary>
    internal static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Snowflake, Present> _users = [];
    private readonly PriorityQueue<(Snowflake UserId, DateTimeOffset WentAt), DateTimeOffset> _leaving = new();
    private readonly Dictionary<Snowflake, Due> _due = [];
    private readonly HashSet<Snowflake> _beingTold = [];
    private long _version;

    private sealed class Present
    {
        public int Nodes { get; set; }
        public DateTimeOffset? WentAt { get; set; }
        public DateTimeOffset SeenAt { get; set; }
        public long Version { get; set; }
    }

    /// <summary>A change that is to be told; <c>OfSetting</c> where only who may see it has changed.</summary>
    public readonly record struct Due(PresenceChange Change, bool OfSetting);

    public int Count => _users.Count;

    public bool HasDue => _due.Count > 0;

    public bool HasLeaving => _leaving.Count > 0;

    /// <summary>A node has the user now that had not; <paramref name="wasKnown"/> where that is no news to anybody.</summary>
    public void Came(Snowflake userId, DateTimeOffset now, bool wasKnown)
    {
        if (!_users.TryGetValue(userId, out var user))
        {
            _users[userId] = user = new Present { SeenAt = now, Version = NextVersion(now) };
            if (!wasKnown)
            {
                Owe(Online(userId, user), ofSetting: false);
            }
        }
        user.Nodes++;
        user.WentAt = null;
    }

    /// <summary>
    /// A node has the user no more. One who is not known was told to be online by an earlier activation, and may be on
    /// other nodes: he is taken for gone at <paramref name="notBefore"/> at the earliest.
    /// </summary>
    public void Went(Snowflake userId, DateTimeOffset now, DateTimeOffset notBefore)
    {
        if (!_users.TryGetValue(userId, out var user))
        {
            _users[userId] = user = new Present { Nodes = 1, Version = NextVersion(now) };
        }
        if (--user.Nodes == 0)
        {
            user.WentAt = now;
            _leaving.Enqueue((userId, now), now + grace > notBefore ? now + grace : notBefore);
        }
    }

    /// <summary>The user's setting changed: what his audience knows may have to change with it.</summary>
    public void SettingChanged(Snowflake userId, DateTimeOffset now)
    {
        if (_users.TryGetValue(userId, out var user))
        {
            user.Version = NextVersion(now);
            Owe(Online(userId, user), ofSetting: true);
        }
    }

    /// <summary>
    /// What is told of the user from now on to whom something else than before may be told; null where he is not online.
    /// </summary>
    public PresenceChange? Renewed(Snowflake userId, DateTimeOffset now)
    {
        if (!_users.TryGetValue(userId, out var user))
        {
            return null;
        }
        user.Version = NextVersion(now);
        return Online(userId, user);
    }

    /// <summary>Ends the presence of those whose grace is over, and gives when each was seen last.</summary>
    public List<(Snowflake UserId, DateTimeOffset SeenAt)> TakeLeft(DateTimeOffset now)
    {
        var left = new List<(Snowflake, DateTimeOffset)>();
        while (_leaving.TryPeek(out var next, out var endsAt) && endsAt <= now)
        {
            _leaving.Dequeue();
            // Who came back has another time, or none.
            if (_users.TryGetValue(next.UserId, out var user) && user.WentAt == next.WentAt)
            {
                _users.Remove(next.UserId);
                var change = new PresenceChange(next.UserId, false, next.WentAt) { Version = NextVersion(now) };
                Owe(change, ofSetting: false);
                left.Add(next);
            }
        }
        return left;
    }

    /// <summary>
    /// Takes at most so many of the changes that are to be told; <see cref="Told"/> or <see cref="PutBack"/> follows.
    /// </summary>
    public List<Due> TakeDue(int atMost)
    {
        var taken = _due.Values.Take(atMost).ToList();
        foreach (var due in taken)
        {
            _due.Remove(due.Change.UserId);
            _beingTold.Add(due.Change.UserId);
        }
        return taken;
    }

    /// <summary>What was taken has been told.</summary>
    public void Told() => _beingTold.Clear();

    /// <summary>Puts back what could not be told, unless something newer waits.</summary>
    public void PutBack(IEnumerable<Due> untold)
    {
        _beingTold.Clear();
        foreach (var due in untold)
        {
            if (!_due.TryAdd(due.Change.UserId, due))
            {
                Owe(_due[due.Change.UserId].Change, due.OfSetting);
            }
        }
    }

    /// <summary>Those of the users who are online, but for whom that is about to be told anyway.</summary>
    public ImmutableArray<PresenceChange> OnlineOf(ImmutableArray<Snowflake> userIds)
    {
        var online = ImmutableArray.CreateBuilder<PresenceChange>();
        foreach (var userId in userIds)
        {
            if (_users.TryGetValue(userId, out var user) && !_due.ContainsKey(userId) && !_beingTold.Contains(userId))
            {
                online.Add(Online(userId, user));
            }
        }
        return online.DrainToImmutable();
    }

    /// <summary>Those of whom it is time again to write down that they are here.</summary>
    public List<Snowflake> TakeSeen(DateTimeOffset now, TimeSpan after)
    {
        var seen = new List<Snowflake>();
        foreach (var (userId, user) in _users)
        {
            if (user.Nodes > 0 && now - user.SeenAt >= after)
            {
                user.SeenAt = now;
                seen.Add(userId);
            }
        }
        return seen;
    }

    // A setting that changed stays to be told, whatever else becomes of the user before it was.
    private void Owe(PresenceChange change, bool ofSetting)
    {
        var before = _due.GetValueOrDefault(change.UserId);
        _due[change.UserId] = new Due(change, ofSetting || before.OfSetting);
    }

    private static PresenceChange Online(Snowflake userId, Present user) =>
        new(userId, Online: true, LastSeenAt: null) { Version = user.Version };

    // Times, so that those of a later activation are higher.
    private long NextVersion(DateTimeOffset now) => _version = Math.Max(_version + 1, now.UtcTicks);
}
