using System.Collections.Immutable;
using Connecto.Caching;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Jobs;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Travels;

/// <summary>
/// Travels and who takes part in them. A travel has no hot state and so no grain: each change is one transaction, and
/// the count of members changes in that of the member. Where planets have to follow, it writes a job and answers its
/// id; <see cref="JobRunner"/> then runs it. Safe for any number of callers.
/// </summary>
public sealed class TravelStore(
    Databases databases,
    JobStore jobs,
    ChangeTeller changes,
    SnowflakeGenerator ids,
    TimeProvider time
)
{
    /// <summary>The travel as the user stands to it.</summary>
    /// <exception cref="ChatException"><see cref="ErrorCode.NotFound"/>: there is none that he may know of.</exception>
    public async Task<TravelStanding> FindAsync(
        Snowflake travelId,
        Snowflake userId,
        CancellationToken cancellation = default
    )
    {
        await using var command = databases.Primary.Command(
            $"""
            SELECT {TravelRows.Columns}, m.user_id IS NOT NULL
            FROM travels t
            LEFT JOIN travel_members m ON m.travel_id = t.id AND m.user_id = $2 AND m.left_at IS NULL
            WHERE t.id = $1 AND t.deleted_at IS NULL
            """,
            travelId.Value,
            userId.Value
        );
        var found = await command.RowsAsync(
            row => new TravelStanding(TravelRows.Read(row), row.GetBoolean(TravelRows.ColumnCount)),
            cancellation
        );
        return (found.SingleOrDefault() ?? throw new ChatException(ErrorCode.NotFound)).RequireVisible();
    }

    /// <summary>Makes a travel; who makes it owns it and takes part.</summary>
    public async Task<Travel> CreateAsync(NewTravel travel, Snowflake ownerId, CancellationToken cancellation = default)
    {
        var (id, now) = (ids.Next(), time.GetUtcNow());
        await using var batch = databases.Primary.CreateBatch();
        batch.Add(
            """
            INSERT INTO travels
                (id, title, visibility, owner_id, member_count, starts_on, ends_on, created_at)
            SELECT $1, $2, $3, id, 1, $5::date, $6::date, $7
            FROM users WHERE id = $4 AND deleted_at IS NULL FOR SHARE
            """,
            id.Value,
            travel.Title,
            (short)travel.Visibility,
            ownerId.Value,
            travel.StartsOn,
            travel.EndsOn,
            now
        );
        batch.Add(
            "INSERT INTO travel_members (travel_id, user_id, joined_at) SELECT id, owner_id, $2 FROM travels WHERE id = $1",
            id.Value,
            now
        );
        ImmutableArray<string> tags = travel.Visibility == TravelVisibility.Public ? [CacheTags.NewTravels] : [];
        if (await changes.AfterAsync(batch.ChangeAsync(cancellation), ownerId, tags) == 0)
        {
            throw new ChatException(ErrorCode.Unauthenticated, "The account was deleted.");
        }
        return new Travel(id, travel.Title, travel.Visibility, ownerId, 1, travel.StartsOn, travel.EndsOn, now);
    }

    /// <summary>Changes the travel, or hands it over, as its owner.</summary>
    /// <exception cref="ChatException">
    /// <see cref="ErrorCode.Invalid"/>: it would end before it starts, or its new owner takes no part in it.
    /// </exception>
    public async Task<Travel> SetAsync(
        Snowflake travelId,
        Snowflake userId,
        TravelPatch patch,
        CancellationToken cancellation = default
    )
    {
        var newOwner = patch.OwnerId ?? userId;
        await using var change = await BeginAsync(travelId, [userId, newOwner], cancellation);
        RequireOwner(change, userId);
        if (!change.TakesPart(newOwner))
        {
            throw ChatException.Invalid("ownerId", "only who takes part in the travel can own it");
        }
        var startsOn = patch.StartsOn ?? change.Travel.StartsOn;
        var endsOn = patch.EndsOn ?? change.Travel.EndsOn;
        if (endsOn < startsOn)
        {
            throw ChatException.Invalid("endsOn", TravelPatch.WrongEnd);
        }
        var title = patch.Title ?? change.Travel.Title;
        var visibility = patch.Visibility ?? change.Travel.Visibility;
        change.Batch.Add(
            $"""
            UPDATE travels t SET title = $2, visibility = $3, owner_id = $4, starts_on = $5::date, ends_on = $6::date
            WHERE id = $1 RETURNING {TravelRows.Columns}
            """,
            travelId.Value,
            title,
            (short)visibility,
            newOwner.Value,
            startsOn,
            endsOn
        );
        ImmutableArray<string> tags = [CacheTags.Travel(travelId)];
        return await changes.AfterAsync(
            change.CommitAsync(cancellation),
            userId,
            visibility == change.Travel.Visibility ? tags : tags.Add(CacheTags.PublicTravels)
        );
    }

    /// <summary>Deletes the travel, as its owner. Answers the job that closes its planets.</summary>
    public async Task<Snowflake> DeleteAsync(
        Snowflake travelId,
        Snowflake userId,
        CancellationToken cancellation = default
    )
    {
        await using var change = await BeginAsync(travelId, [userId], cancellation);
        RequireOwner(change, userId);
        return await DeleteAsync(change, userId, cancellation);
    }

    /// <summary>Makes the user take part in a public travel; who does already stays as he is.</summary>
    public async Task<Travel> JoinAsync(Snowflake travelId, Snowflake userId, CancellationToken cancellation = default)
    {
        await using var change = await BeginAsync(travelId, [userId], cancellation);
        if (change.Standing(userId).RequireVisible().TakesPart)
        {
            return change.Travel;
        }
        Admit(change, [userId]);
        return await CommitMembersAsync(change, 1, userId, cancellation);
    }

    /// <summary>
    /// Makes users take part whatever the travel's visibility, as an invite or an admin does; who does already stays as
    /// he is, who does not exist is passed over.
    /// </summary>
    public async Task<Travel> AdmitAsync(
        Snowflake travelId,
        IReadOnlyCollection<Snowflake> userIds,
        CancellationToken cancellation = default
    )
    {
        await using var change = await BeginAsync(travelId, userIds, cancellation);
        var joining = userIds.Where(id => !change.TakesPart(id)).Distinct().ToArray();
        if (joining.Length == 0)
        {
            return change.Travel;
        }
        Admit(change, joining);
        return await CommitMembersAsync(change, joining.Length, userId: null, cancellation);
    }

    /// <summary>
    /// Ends the user's part in the travel. Answers the job by which he leaves its planets, or which closes them: who is
    /// alone takes the travel with him.
    /// </summary>
    /// <exception cref="ChatException"><see cref="ErrorCode.Conflict"/>: the owner hands the travel over first.</exception>
    public async Task<Snowflake> LeaveAsync(
        Snowflake travelId,
        Snowflake userId,
        CancellationToken cancellation = default
    )
    {
        await using var change = await BeginAsync(travelId, [userId], cancellation);
        var travel = change.Standing(userId).RequireMember().Travel;
        if (travel.OwnerId == userId)
        {
            return travel.MemberCount == 1
                ? await DeleteAsync(change, userId, cancellation)
                : throw new ChatException(ErrorCode.Conflict, "The owner hands the travel over to another first.");
        }
        var job = new Job(ids.Next(), JobKind.LeaveTravel, userId, travelId);
        change.Batch.Add(
            $"""
            UPDATE travels t SET member_count = member_count - 1 WHERE id = $1 RETURNING {TravelRows.Columns}
            """,
            travelId.Value
        );
        change.Batch.Add(
            "UPDATE travel_members SET left_at = $3 WHERE travel_id = $1 AND user_id = $2",
            travelId.Value,
            userId.Value,
            time.GetUtcNow()
        );
        jobs.Add(change.Batch, job);
        await CommitMembersAsync(change, -1, userId, cancellation);
        return job.Id;
    }

    private Task<Travel> CommitMembersAsync(
        TravelChange change,
        int joining,
        Snowflake? userId,
        CancellationToken cancellation
    )
    {
        var (id, before) = (change.Travel.Id, change.Travel.MemberCount);
        ImmutableArray<string> tags = [CacheTags.TravelMembers(id)];
        return changes.AfterAsync(
            change.CommitAsync(cancellation),
            userId,
            IsWorthTelling(before, before + joining) ? tags.Add(CacheTags.Travel(id)) : tags
        );
    }

    /// <summary>
    /// Whether a count differs by enough from what may be cached of it: from 100 on each step of 10 is told, from 1,000 on
    /// each of 100, and so on. So small travels are shown right, none is off by more than a tenth, and a large one does
    /// not have what is cached given up by everybody who comes and goes.
    /// </summary>
    internal static bool IsWorthTelling(int before, int after)
    {
        var step = 1;
        while (step * 100 <= Math.Max(before, after))
        {
            step *= 10;
        }
        return before / step != after / step;
    }

    private Task<TravelChange> BeginAsync(
        Snowflake travelId,
        IReadOnlyCollection<Snowflake> userIds,
        CancellationToken cancellation
    ) => TravelChange.BeginAsync(databases, travelId, userIds, cancellation);

    private static void RequireOwner(TravelChange change, Snowflake userId)
    {
        if (change.Standing(userId).RequireMember().Travel.OwnerId != userId)
        {
            throw new ChatException(ErrorCode.Forbidden, "Only the owner of the travel may do this.");
        }
    }

    // An account that is being deleted at this moment is waited for, and then it is not there.
    private void Admit(TravelChange change, Snowflake[] userIds) =>
        change.Batch.Add(
            $"""
            WITH joined AS (
                INSERT INTO travel_members (travel_id, user_id, joined_at)
                SELECT $1, id, $3 FROM (
                    SELECT id FROM users WHERE id = ANY($2) AND deleted_at IS NULL ORDER BY id FOR SHARE
                ) living
                ON CONFLICT (travel_id, user_id) DO UPDATE SET joined_at = excluded.joined_at, left_at = NULL
                RETURNING user_id
            )
            UPDATE travels t SET member_count = member_count + (SELECT count(*) FROM joined)
            WHERE id = $1 RETURNING {TravelRows.Columns}
            """,
            change.Travel.Id.Value,
            userIds.Select(id => id.Value).ToArray(),
            time.GetUtcNow()
        );

    private async Task<Snowflake> DeleteAsync(TravelChange change, Snowflake userId, CancellationToken cancellation)
    {
        var job = new Job(ids.Next(), JobKind.CloseTravel, UserId: null, change.Travel.Id);
        change.Batch.Add(
            $"UPDATE travels t SET deleted_at = $2 WHERE id = $1 RETURNING {TravelRows.Columns}",
            change.Travel.Id.Value,
            time.GetUtcNow()
        );
        jobs.Add(change.Batch, job);
        await changes.AfterAsync(change.CommitAsync(cancellation), userId, CacheTags.Travel(change.Travel.Id));
        return job.Id;
    }
}
