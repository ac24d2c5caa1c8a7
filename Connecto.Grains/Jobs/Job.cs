using Connecto.Ids;

namespace Connecto.Jobs;

/// <summary>Kinds of jobs as they are stored.</summary>
public enum JobKind : short
{
    /// <summary>The user left the travel: he leaves its planets.</summary>
    LeaveTravel = 1,

    /// <summary>The travel was deleted: its planets close.</summary>
    CloseTravel = 2,

    /// <summary>The user's name changed: his planets, also those that he has left, read it again.</summary>
    RefreshMember = 3,

    /// <summary>The account was deleted: the user leaves all planets.</summary>
    LeaveAll = 4,

    /// <summary>The announcement under the job's id is to be told to everybody.</summary>
    Announce = 5,

    /// <summary>The user blocked the other or ended that: both hear of it, and their direct planet.</summary>
    Block = 6,

    /// <summary>
    /// The user hides his receipts now or shows them again: his planets read it again, and when all have, his clients
    /// subscribe again, for he sees other receipts than before.
    /// </summary>
    RefreshView = 7,
}

/// <summary>
/// What has to be done in many planets, or for many users, after a commit. Doing it twice does no harm, so it is repeated until it is done.
/// </summary>
public sealed record Job(Snowflake Id, JobKind Kind, Snowflake? UserId, Snowflake? TravelId)
{
    /// <summary>Of a block, whom it is about.</summary>
    public Snowflake? OtherId { get; init; }
}

/// <summary>
/// A planet in which a job has something to do. <c>JoinedAt</c> is when the user's membership began, null where the job
/// is about no membership.
/// </summary>
public sealed record JobPlanet(Snowflake Id, DateTimeOffset? JoinedAt);
