using Connecto.Ids;

namespace Connecto.Caching;

/// <summary>What cached values are made of, by name: who changes it names it, and whatever carries the name is given up.</summary>
public static class CacheTags
{
    /// <summary>Everything that is cached.</summary>
    public const string Everything = "*";

    /// <summary>Public travels with one member, as they are made: the end of the popular ones.</summary>
    public const string NewTravels = "travels:new";

    /// <summary>Which travels are public.</summary>
    public const string PublicTravels = "travels:public";

    /// <summary>How many reports nobody has looked at.</summary>
    public const string OpenReports = "reports:open";

    /// <summary>A user as everybody sees him.</summary>
    public static string User(Snowflake id) => $"user:{id}";

    /// <summary>A travel as it is shown; of its count of members a change by a tenth.</summary>
    public static string Travel(Snowflake id) => $"travel:{id}";

    /// <summary>Who takes part in a travel.</summary>
    public static string TravelMembers(Snowflake id) => $"travel:{id}:members";
}
