using Connecto.Ids;

namespace Connecto.Jobs;

/// <summary>Kinds of jobs as they are stored.</summary>
public enum JobKind : short
{
    /// <summary>The user left the travel: he leaves its planets.</summary>
    LeaveTravel = 1,

    /// <summary>The travel was deleted: its planets close.</summary>
    CloseTravel = 2,

    /// <summary>The user's name or what he shows of himself changed: his planets read it again.</summary>
    RefreshMember = 3,

    /// <summary>The account was deleted: the user leaves all planets.</summary>
    LeaveAll = 4,

    /// <summary>The announcement under the job's id is to be told to everybody.</summary>
    Announce = 5,
}

/// <summary>
/// What has to be done in many planets, or for many users, after a commit. Doing it twice does no harm, so it is repeated until it is done.
/// </summary>
public sealed record Job(Snowflake Id, JobKind Kind, Snowflake? UserId, Snowflake? TravelId);
