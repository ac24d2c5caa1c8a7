using System.Collections.Immutable;
using Connecto.Ids;
using Orleans;

namespace Connecto.Users;

/// <summary>
/// One user: which web nodes hold his connections, which of his sessions live, and which cursors of his are not yet
/// flushed. The key is the user's id.
/// </summary>
public interface IUserGrain : IGrainWithIntegerKey
{
    /// <summary>Whether the session lives: not ended, not expired, its user neither banned nor deleted.</summary>
    Task<bool> HasSession(Snowflake sessionId);

    /// <summary>
    /// Starts telling a web node what concerns the user, or renews it, for <see cref="UserLease.Duration"/>; false
    /// where the session does not live.
    /// </summary>
    Task<bool> Attach(string node, IUserObserver observer, Snowflake sessionId);

    /// <summary>Stops telling a web node.</summary>
    Task Detach(string node);

    /// <summary>Reads again which sessions live and tells every node which ended; called after they were ended in PostgreSQL.</summary>
    Task SessionsChanged();

    /// <summary>The user's cursor in a planet moved; all his connections hear of it, once.</summary>
    Task CursorMoved(Snowflake planetId, long seq);

    /// <summary>The cursors that moved so lately that PostgreSQL may not have them yet.</summary>
    Task<ImmutableArray<PlanetCursor>> RecentCursors();

    /// <summary>Whom a block hides from the user, or him from them: those whom he blocked and those who blocked him.</summary>
    Task<ImmutableArray<Snowflake>> Hidden();

    /// <summary>Reads again who is hidden and tells every node; called after a block was made or ended in PostgreSQL.</summary>
    Task BlocksChanged();

    /// <summary>
    /// What the user may see of others' receipts changed: his clients subscribe again. Called once his planets know.
    /// </summary>
    Task ViewChanged();

    /// <summary>
    /// Tells all connections of the user, unless whoever caused it is hidden. It is kept in PostgreSQL by whoever calls
    /// this, so a node that cannot be told loses nothing.
    /// </summary>
    Task Notify(Notification notification);
}

/// <summary>How far a user has read in a planet.</summary>
[GenerateSerializer, Immutable]
public readonly record struct PlanetCursor(Snowflake PlanetId, long Seq);

/// <summary>How long a node is told of a user without renewing.</summary>
public static class UserLease
{
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(20);
}

/// <summary>A web node as users' grains see it: one object per node.</summary>
public interface IUserObserver : IGrainObserver
{
    /// <summary>The user's cursor moved on some device.</summary>
    Task Read(Snowflake userId, Snowflake planetId, long seq);

    /// <summary>These sessions of the user are over: close their sockets, with no reconnect.</summary>
    Task SessionsEnded(Snowflake userId, ImmutableArray<Snowflake> sessionIds);

    /// <summary>These are all whom a block hides from the user, or him from them.</summary>
    Task HiddenChanged(Snowflake userId, ImmutableArray<Snowflake> hidden);

    /// <summary>The user may see other receipts than before: his clients subscribe again.</summary>
    Task ViewChanged(Snowflake userId);

    /// <summary>The user is told these, the oldest first.</summary>
    Task Notified(Snowflake userId, ImmutableArray<Notification> notifications);
}
