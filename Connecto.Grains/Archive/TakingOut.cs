namespace Connecto.Archive;

/// <summary>What became of taking an archive's messages out of PostgreSQL.</summary>
internal abstract record TakingOut
{
    /// <summary>They are in the archive only, and the planet begins after this seq.</summary>
    public sealed record Done(long FloorSeq) : TakingOut;

    /// <summary>Another activation has claimed the planet; nothing was done.</summary>
    public sealed record Lost : TakingOut;

    /// <summary>They are not what the archive holds any more; nothing was done.</summary>
    public sealed record Changed : TakingOut;
}
