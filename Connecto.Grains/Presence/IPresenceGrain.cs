using System.Collections.Immutable;
using Connecto.Ids;
using Orleans;

namespace Connecto.Presence;

/// <summary>
/// Who of a part of all users is online, and which web nodes are told when that changes. The key is one of
/// <see cref="PresenceShards"/>. A node has one call under way to each.
/// </summary>
public interface IPresenceGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Users of whom the node has a new connection, and users whose last connection there is gone. Each of the former
    /// is told who of his audience is online, and when the others were last seen. False where the shard did not know the node: it renews at once.
    /// </summary>
    Task<bool> Changed(
        string node,
        IPresenceObserver observer,
        ImmutableArray<Snowflake> here,
        ImmutableArray<Snowflake> gone
    );

    /// <summary>
    /// Starts telling a node, or renews it, for <see cref="PresenceShards.Lease"/>, and sets which users it has. A node
    /// that does not renew has none.
    /// </summary>
    Task Renew(string node, IPresenceObserver observer, ImmutableArray<Snowflake> here);

    /// <summary>Stops telling a node; whoever was connected there is so no more.</summary>
    Task Leave(string node);

    /// <summary>Those of the users who are online and have been told to be.</summary>
    Task<ImmutableArray<PresenceChange>> Online(ImmutableArray<Snowflake> userIds);

    /// <summary>
    /// The user's setting of who may see his presence was changed in PostgreSQL: where he is online, his audience is
    /// told that he is not any more, or that he is.
    /// </summary>
    Task SettingsChanged(Snowflake userId);

    /// <summary>
    /// A block between the two was made or ended in PostgreSQL: where the user is online, the other is told that he is
    /// not any more, or that he is.
    /// </summary>
    Task BlockChanged(Snowflake userId, Snowflake otherId);

    /// <summary>Who has been told of the user, to be kept until <see cref="Erased"/>; nobody where he hides.</summary>
    Task<ImmutableArray<Snowflake>> AudienceOf(Snowflake userId);

    /// <summary>The user's account is gone, and with it his planets: his former audience is told that he is offline.</summary>
    Task Erased(Snowflake userId, ImmutableArray<Snowflake> audience);
}
