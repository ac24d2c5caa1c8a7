using System.Collections.Immutable;
using Connecto.Caching;
using Connecto.Ids;

namespace Connecto.Travels;

/// <summary>
/// Which counts of a travel's members are told to caches: each below 100, from there on every tenth, from 1,000 on every
/// hundredth, and so on. So small travels are shown right, none is off by more than a tenth, and a large one does not have
/// what is cached given up by everybody who comes and goes.
/// </summary>
public static class MemberCounts
{
    private const int Small = 100;

    /// <summary>The greatest told count that is not above this one.</summary>
    public static int Floor(int count) => count - (count % Step(count));

    /// <summary>The least told count that is above this one.</summary>
    public static int Above(int count) => Floor(count) + Step(count);

    /// <summary>Whether each count up to this one is told.</summary>
    public static bool AreAllTold(int count) => count <= Small;

    /// <summary>What a change of the count makes wrong.</summary>
    internal static ImmutableArray<string> Tags(Snowflake travelId, int before, int after)
    {
        var tags = ImmutableArray.CreateBuilder<string>();
        tags.Add(CacheTags.TravelMembers(travelId));
        if (Floor(before) != Floor(after))
        {
            tags.Add(CacheTags.Travel(travelId));
        }
        for (var reached = Above(before); reached <= after; reached = Above(reached))
        {
            tags.Add(CacheTags.MembersReached(reached));
        }
        return tags.DrainToImmutable();
    }

    private static int Step(int count)
    {
        var step = 1;
        while (count / step >= Small)
        {
            step *= 10;
        }
        return step;
    }
}
