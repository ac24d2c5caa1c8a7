using Connecto.Ids;

namespace Connecto.Travels;

/// <summary>A place in the list of popular travels: by members, then by id, both downwards.</summary>
public readonly record struct TravelRank(int MemberCount, Snowflake Id)
{
    /// <summary>Before every travel.</summary>
    public static readonly TravelRank First = new(int.MaxValue, new Snowflake(long.MaxValue));

    public bool IsAfter(TravelRank other) => (MemberCount, Id.Value).CompareTo((other.MemberCount, other.Id.Value)) < 0;

    public static TravelRank Of(Travel travel) => new(travel.MemberCount, travel.Id);
}
