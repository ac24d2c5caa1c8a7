using Connecto.Ids;
using Orleans;

namespace Connecto.Presence;

/// <summary>How users are spread over presence grains, and the bounds of what those tell.</summary>
public static class PresenceShards
{
    public const int Count = 16;

    /// <summary>Most members of a planet whose members see each other's presence.</summary>
    public const int MaxMembers = 100;

    /// <summary>Users who hear of one user at most.</summary>
    public const int MaxAudience = 5_000;

    /// <summary>Users that one hears of when he connects, at most.</summary>
    public const int MaxStart = 500;

    /// <summary>A node that has not renewed for this long is taken for gone, with all who were connected there.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(20);

    /// <summary>The shard of a user. Ids are time-ordered, so their bits are mixed first (Fibonacci hashing).</summary>
    public static int Of(Snowflake userId) => (int)(((ulong)userId.Value * 0x9E3779B97F4A7C15) >> 60);

    public static IPresenceGrain Presence(this IGrainFactory grains, int shard) =>
        grains.GetGrain<IPresenceGrain>(shard);

    /// <summary>The shard that knows of the user.</summary>
    public static IPresenceGrain PresenceOf(this IGrainFactory grains, Snowflake userId) => grains.Presence(Of(userId));
}
