using Connecto.Ids;

namespace Connecto.Reports;

/// <summary>What has become of a report, as it is stored; on the wire their names in lower case.</summary>
public enum ReportStatus : short
{
    Open,
    Resolved,
    Dismissed,
}

/// <summary>A member's word to moderators about a message. <c>Text</c> is the message as it is now, null where it is deleted.</summary>
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
    string? Text
);
