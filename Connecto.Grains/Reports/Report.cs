using Connecto.Ids;

namespace Connecto.Reports;

/// <summary>What has become of a report, as it is stored; on the wire their names in lower case.</summary>
public enum ReportStatus : short
{
    Open,
    Resolved,
    Dismissed,
}

/// <summary>Where a reported message is now, as it is on the wire in lower case.</summary>
public enum ReportedMessage : short
{
    /// <summary>In its planet.</summary>
    There,
    Deleted,

    /// <summary>In an archive, with its planet's other old messages.</summary>
    Archived,

    /// <summary>Its planet is deleted.</summary>
    Closed,
}

/// <summary>
/// A member's word to moderators about a message. <c>Text</c> is the message as it is now, null where it is not there;
/// <c>ReportedText</c> and <c>ReportedRev</c> are what was reported, null in reports of older builds.
/// </summary>
public sealed record Report(
    Snowflake Id,
    Snowflake PlanetId,
    long Seq,
    Snowflake MessageId,
    Snowflake SenderId,
    Snowflake ReporterId,
    string Reason,
    ReportStatus Status,
    DateTimeOffset CreatedAt,
    Snowflake? ResolvedBy,
    DateTimeOffset? ResolvedAt,
    string? Note,
    string? Text,
    string? ReportedText,
    long? ReportedRev,
    ReportedMessage Message,
    string? PlanetName
);
