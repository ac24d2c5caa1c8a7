namespace Connecto.Storage.Lanes;

/// <summary>How a lane's transaction ended.</summary>
internal enum LaneEnd
{
    /// <summary>Committed, for the planets that matched.</summary>
    Committed,

    /// <summary>PostgreSQL rolled it back because one of the new keys exists, which was not looked for.</summary>
    KeyExists,

    /// <summary>PostgreSQL rolled it back because of what was in it; perhaps because of one planet only.</summary>
    Refused,

    /// <summary>PostgreSQL rolled it back for a passing reason, such as a deadlock; worth another try.</summary>
    Passing,

    /// <summary>Nothing was written, and nothing else would be either.</summary>
    NotWritten,

    /// <summary>It may or may not have been committed.</summary>
    Unknown,
}

internal sealed record LaneResult(LaneEnd End, string Reason)
{
    public static readonly LaneResult Committed = new(LaneEnd.Committed, "");
}
