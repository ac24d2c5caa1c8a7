using Connecto.Ids;

namespace Connecto.Archive;

/// <summary>What servers are asked to do.</summary>
public enum ArchiveOrderKind : short
{
    /// <summary>Archive what is old enough.</summary>
    Archive = 1,

    /// <summary>Bring back one archive, those of a planet, or those of a time.</summary>
    Restore = 2,
}

/// <summary>An order; those that are null do not narrow what is restored.</summary>
public sealed record ArchiveOrder(ArchiveOrderKind Kind)
{
    /// <summary>Its number, once it is stored.</summary>
    public long Id { get; init; }

    public bool IsDaily { get; init; }

    public Snowflake? ArchiveId { get; init; }

    public Snowflake? PlanetId { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }
}

/// <summary>How an order ended, and what is to be told of it.</summary>
public sealed record ArchiveResult(bool Failed, string Text);
