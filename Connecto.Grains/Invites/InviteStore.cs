using System.Collections.Immutable;
using Connecto.Caching;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Jobs;
using Connecto.Planets;
using Connecto.Storage;
using Connecto.Travels;
using Connecto.Users;
using Npgsql;

namespace Connecto.Invites;

/// <summary>
/// Invites in PostgreSQL. One that is revoked is gone; those that have expired or are used up go when the planet makes
/// its next one, so a planet keeps at most <see cref="MostPerPlanet"/>. Safe for any number of callers.
/// </summary>
public sealed class InviteStore(Databases databases, ChangeTeller changes, SnowflakeGenerator ids, TimeProvider time)
{
    /// <summary>Valid invites that one planet can have.</summary>
    public const int MostPerPlanet = 100;

    private const string Columns = "id, code, planet_id, expires_at, max_uses, uses, created_by";

    /// <summary>
    /// Makes an invite and, in the same transaction, the notification of the user it is for, who must exist; one who
    /// has blocked the maker is not told.
    /// </summary>
    /// <exception cref="ChatException"><see cref="ErrorCode.Conflict"/>: the planet has its fill of invites.</exception>
    public async Task<(Invite Invite, Notification? Told)> CreateAsync(NewInvite made, CancellationToken cancellation)
    {
        var (id, code, now) = (ids.Next(), InviteCode.New(), time.GetUtcNow());
        await using var batch = databases.Primary.CreateBatch();
        // One at a time for each planet, so that two do not both find the last place free.
        batch.Add("SELECT pg_advisory_xact_lock(hashtextextended('invites', $1))", made.PlanetId.Value);
        batch.Add(
            "DELETE FROM invites WHERE planet_id = $1 AND (expires_at <= $2 OR uses >= max_uses)",
            made.PlanetId.Value,
            now
        );
        batch.Add(
            """
            INSERT INTO invites (id, code, planet_id, created_by, max_uses, expires_at)
            SELECT $1, $2::text, $3, $4, $5::integer, $6 WHERE (SELECT count(*) FROM invites WHERE planet_id = $3) < $7
            """,
            id.Value,
            code,
            made.PlanetId.Value,
            made.CreatedBy.Value,
            made.MaxUses,
            made.ExpiresAt,
            MostPerPlanet
        );
        var told = made.UserId is { } userId ? AddNotification(batch, userId, id, code, made, now) : null;
        await batch.ChangeAsync(cancellation);
        if (batch.BatchCommands[2].RecordsAffected == 0)
        {
            throw new ChatException(ErrorCode.Conflict, $"A planet has at most {MostPerPlanet} valid invites.");
        }
        return (
            new Invite(code, made.PlanetId, made.ExpiresAt, made.MaxUses, Uses: 0, made.CreatedBy),
            batch.BatchCommands[^1].RecordsAffected == 1 ? told : null
        );
    }

    /// <summary>The planet's valid invites, newest first, those before <paramref name="before"/>, with their ids.</summary>
    public async Task<List<(Snowflake Id, Invite Invite)>> ListAsync(
        Snowflake planetId,
        Snowflake? before,
        int limit,
        CancellationToken cancellation
    )
    {
        await using var command = databases.Primary.Command(
            $"""
            SELECT {Columns} FROM invites
            WHERE planet_id = $1 AND id < $2 AND expires_at > $3 AND (max_uses IS NULL OR uses < max_uses)
            ORDER BY id DESC LIMIT $4
            """,
            planetId.Value,
            before?.Value ?? long.MaxValue,
            time.GetUtcNow(),
            limit
        );
        return await command.RowsAsync(row => (row.Id(0), ReadInvite(row)), cancellation);
    }

    /// <summary>Takes the invite back if the user may invite into its planet; answers whether it did.</summary>
    public async Task<bool> RevokeAsync(string code, Snowflake userId, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            """
            DELETE FROM invites i USING planets p, planet_members m
            WHERE i.code = $1 AND p.id = i.planet_id AND p.deleted_at IS NULL
              AND m.planet_id = i.planet_id AND m.user_id = $2 AND m.status = 0 AND m.role >= $3
            """,
            code,
            userId.Value,
            (short)PlanetRights.LowestRole(PlanetRight.Invite)
        );
        return await command.ChangeAsync(cancellation) == 1;
    }

    /// <summary>
    /// Counts a use for a user who may come in and is not in yet, and makes him a participant of the planet's travel.
    /// Of many at once exactly <c>MaxUses</c> get one: each finds the number that the one before has left. Null where
    /// there is no such invite any more, or no such user; a user who is being deleted at this moment is waited for. It does
    /// not end with the request: whoever hangs up may have come in all the same.
    /// </summary>
    public async Task<InviteTaking?> TakeAsync(string code, Snowflake userId)
    {
        var now = time.GetUtcNow();
        // Where there is no connection nothing has happened, and what is cached is all there is.
        await using var connection = await databases.Primary.OpenConnectionAsync();
        await using var command = connection.Command(
            """
            WITH found AS (
                SELECT i.id, i.planet_id, i.created_by, p.travel_id, p.member_count >= $4 AS is_full, m.status
                FROM invites i
                JOIN planets p ON p.id = i.planet_id AND p.deleted_at IS NULL
                LEFT JOIN planet_members m ON m.planet_id = i.planet_id AND m.user_id = $2
                WHERE i.code = $1 AND i.expires_at > $3
                  AND NOT EXISTS (SELECT FROM travels t WHERE t.id = p.travel_id AND t.deleted_at IS NOT NULL)
                  AND EXISTS (SELECT FROM users u WHERE u.id = $2 AND u.deleted_at IS NULL FOR SHARE)
            ), taken AS (
                UPDATE invites i SET uses = i.uses + 1 FROM found
                WHERE i.id = found.id AND (i.max_uses IS NULL OR i.uses < i.max_uses)
                  AND (found.status IS NULL OR found.status IN (1, 2)) AND NOT found.is_full
                RETURNING found.travel_id
            ), locked AS (
                SELECT t.id FROM travels t JOIN taken ON t.id = taken.travel_id WHERE t.deleted_at IS NULL
                FOR UPDATE OF t
            ), participant AS (
                INSERT INTO travel_members (travel_id, user_id, joined_at)
                SELECT id, $2, $3 FROM locked
                ON CONFLICT (travel_id, user_id) DO UPDATE SET joined_at = excluded.joined_at, left_at = NULL
                WHERE travel_members.left_at IS NOT NULL
                RETURNING travel_id
            ), counted AS (
                UPDATE travels t SET member_count = t.member_count + 1 FROM participant
                WHERE t.id = participant.travel_id
                RETURNING t.member_count
            )
            SELECT planet_id, created_by, status, is_full, EXISTS (SELECT FROM taken),
                   (SELECT travel_id FROM participant), (SELECT member_count FROM counted)
            FROM found
            """,
            code,
            userId.Value,
            now,
            MemberChanges.MostMembers
        );
        // Whose count it was is not known where no answer came.
        ImmutableArray<string> tags = [CacheTags.Everything];
        try
        {
            var rows = await command.RowsAsync(row => ReadTaking(row, now));
            var taking = rows.SingleOrDefault();
            tags = taking?.JoinedTravel is { } joined
                ? MemberCounts.Tags(joined.TravelId, joined.MemberCount - 1, joined.MemberCount)
                : [];
            return taking;
        }
        finally
        {
            await TellAsync(userId, tags);
        }
    }

    /// <summary>Gives a use back that let nobody in.</summary>
    public async Task GiveBackAsync(string code)
    {
        await using var command = databases.Primary.Command(
            "UPDATE invites SET uses = uses - 1 WHERE code = $1 AND uses > 0",
            code
        );
        await command.ChangeAsync();
    }

    /// <summary>
    /// Undoes a taking unless the user has come in by now, for what became of his joining may not be known: gives the
    /// use back, and ends the part in the travel that he got by it, with the job by which he leaves planets of the
    /// travel that he joined in between.
    /// </summary>
    public async Task UndoAsync(string code, Snowflake userId, InviteTaking taking)
    {
        await using var command = databases.Primary.Command(
            """
            WITH outside AS (
                SELECT WHERE NOT EXISTS (
                    SELECT FROM planet_members WHERE planet_id = $3 AND user_id = $2 AND status = 0
                )
            ), given AS (
                UPDATE invites i SET uses = i.uses - 1 FROM outside WHERE i.code = $1 AND i.uses > 0
            ), locked AS (
                SELECT t.id FROM travels t, outside WHERE t.id = $4 AND t.owner_id <> $2 FOR UPDATE OF t
            ), gone AS (
                UPDATE travel_members m SET left_at = $6 FROM locked
                WHERE m.travel_id = locked.id AND m.user_id = $2 AND m.joined_at = $5 AND m.left_at IS NULL
                RETURNING m.travel_id
            ), counted AS (
                UPDATE travels t SET member_count = t.member_count - 1 FROM gone WHERE t.id = gone.travel_id
            )
            INSERT INTO jobs (id, kind, user_id, travel_id, created_at) SELECT $7, $8, $2, travel_id, $6 FROM gone
            """,
            code,
            userId.Value,
            taking.PlanetId.Value,
            taking.JoinedTravel?.TravelId.Value,
            taking.JoinedTravel?.At,
            time.GetUtcNow(),
            ids.Next().Value,
            (short)JobKind.LeaveTravel
        );
        ImmutableArray<string> tags = taking.JoinedTravel is { TravelId: var travelId }
            ? [CacheTags.TravelMembers(travelId), CacheTags.Travel(travelId)]
            : [];
        try
        {
            await command.ChangeAsync();
        }
        finally
        {
            await TellAsync(userId, tags);
        }
    }

    private Task TellAsync(Snowflake userId, ImmutableArray<string> tags) =>
        tags.IsEmpty ? Task.CompletedTask : changes.TellAsync(userId, tags);

    private Notification AddNotification(
        NpgsqlBatch batch,
        Snowflake userId,
        Snowflake inviteId,
        string code,
        NewInvite made,
        DateTimeOffset now
    )
    {
        var notification = new Notification(
            ids.Next(),
            NotificationKind.Invite,
            made.PlanetId,
            Seq: null,
            made.CreatedBy,
            now,
            code
        );
        batch.Add(
            """
            INSERT INTO notifications (user_id, id, kind, planet_id, actor_id, data, created_at)
            SELECT $1, $2, $3, $4, $5, jsonb_build_object('code', $6::text), $7
            WHERE EXISTS (SELECT FROM invites WHERE id = $8)
              AND NOT EXISTS (SELECT FROM blocks WHERE user_id = $1 AND blocked_id = $5)
            """,
            userId.Value,
            notification.Id.Value,
            (short)notification.Kind,
            made.PlanetId.Value,
            made.CreatedBy.Value,
            code,
            now,
            inviteId.Value
        );
        return notification;
    }

    private static InviteTaking ReadTaking(NpgsqlDataReader row, DateTimeOffset now) =>
        new(
            row.Id(0),
            row.Id(1),
            row.IsDBNull(2) ? null : (MemberStatus)row.GetInt16(2),
            row.GetBoolean(3),
            row.GetBoolean(4),
            row.IsDBNull(5) ? null : new TravelJoining(row.Id(5), now, row.GetInt32(6))
        );

    private static Invite ReadInvite(NpgsqlDataReader row) =>
        new(
            row.GetString(1),
            row.Id(2),
            row.Time(3),
            row.IsDBNull(4) ? null : row.GetInt32(4),
            row.GetInt32(5),
            row.Id(6)
        );
}
