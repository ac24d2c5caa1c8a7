using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Users;
using Npgsql;

namespace Connecto.Storage;

/// <summary>Claims, creates and reads planets and their members. Everything here goes to the primary.</summary>
public sealed class PlanetStore(Databases databases, SnowflakeGenerator ids)
{
    internal const string Columns = """
        p.id, p.kind, p.travel_id, p.name, p.member_count, p.slow_mode_seconds, p.read_receipts, p.history_visible,
        p.edit_window_seconds, p.archived_at, p.created_at, p.epoch, p.head_seq, p.head_rev, p.head_at,
        p.floor_seq
        """;

    internal const int ColumnCount = 16;

    /// <summary>What the user <c>u</c> shows of himself.</summary>
    private const string Profile = $"COALESCE(u.display_name, ''), {UserSettings.HidesReceipts}";

    /// <summary>
    /// Claims the planet for the caller: whoever claimed it before can write nothing more, and a write of his that is
    /// under way is waited for. Null where there is no such planet, or it is deleted.
    /// </summary>
    public async Task<StoredPlanet?> ClaimAsync(Snowflake planetId, CancellationToken cancellation = default)
    {
        await using var command = databases.Primary.Command(
            $"""
            UPDATE planets p SET epoch = epoch + 1 WHERE id = $1 AND deleted_at IS NULL RETURNING {Columns}
            """,
            planetId.Value
        );
        var claimed = await command.RowsAsync(ReadPlanet, cancellation);
        // Counters that an activation elsewhere has written behind may not be on a replica yet.
        databases.Writers.Wrote(planetId);
        return claimed.Count == 0 ? null : claimed[0];
    }

    /// <summary>The planet, where it still is the claimant's of this epoch and stands at this head; else null.</summary>
    public async Task<StoredPlanet?> StandingAsync(Snowflake planetId, long epoch, long headRev)
    {
        await using var command = databases.Primary.Command(
            $"""
            SELECT {Columns} FROM planets p
            WHERE id = $1 AND epoch = $2 AND head_rev = $3 AND deleted_at IS NULL
            """,
            planetId.Value,
            epoch,
            headRev
        );
        var standing = await command.RowsAsync(ReadPlanet);
        return standing.Count == 0 ? null : standing[0];
    }

    /// <summary>The epoch of whoever claimed the planet last; null where it is none any more.</summary>
    public async Task<long?> EpochAsync(Snowflake planetId)
    {
        await using var command = databases.Primary.Command(
            "SELECT epoch FROM planets WHERE id = $1 AND deleted_at IS NULL",
            planetId.Value
        );
        var epochs = await command.RowsAsync(row => row.GetInt64(0));
        return epochs.Count == 0 ? null : epochs[0];
    }

    /// <summary>The seq up to which the planet's messages are in archives only.</summary>
    public async Task<long> FloorAsync(Snowflake planetId)
    {
        // What came back from an archive has no rev: a replica has to have come past it.
        databases.Writers.Wrote(planetId);
        await using var command = databases.Primary.Command(
            "SELECT floor_seq FROM planets WHERE id = $1",
            planetId.Value
        );
        return (long)(await command.ValueAsync())!;
    }

    /// <summary>Everyone who is or was a member, by user id.</summary>
    public async Task<IReadOnlyList<StoredMember>> MembersAsync(
        Snowflake planetId,
        CancellationToken cancellation = default
    )
    {
        await using var command = databases.Primary.Command(
            $"""
            SELECT m.user_id, {Profile}, m.role, m.status, m.muted_until, m.joined_at,
                   m.joined_seq, m.joined_rev, m.last_read_seq, m.notifications, m.last_read_at,
                   m.status = 0 AND p.travel_id IS NOT NULL AND t.user_id IS NULL
            FROM planet_members m JOIN planets p ON p.id = m.planet_id LEFT JOIN users u ON u.id = m.user_id
            LEFT JOIN travel_members t ON t.travel_id = p.travel_id AND t.user_id = m.user_id AND t.left_at IS NULL
            WHERE m.planet_id = $1 ORDER BY m.user_id
            """,
            planetId.Value
        );
        return await command.RowsAsync(
            reader => new StoredMember(
                reader.Id(0),
                ReadProfile(reader, 1),
                (MemberRole)reader.GetInt16(3),
                (MemberStatus)reader.GetInt16(4),
                reader.TimeOrNull(5),
                reader.Time(6),
                reader.GetInt64(7),
                reader.GetInt64(8),
                reader.GetInt64(9)
            )
            {
                Notifications = (NotificationLevel)reader.GetInt16(10),
                LastReadAt = reader.TimeOrNull(11),
                HasLeftTravel = reader.GetBoolean(12),
            },
            cancellation
        );
    }

    /// <summary>Whether one of the two people of a direct planet has blocked the other.</summary>
    public async Task<bool> IsBlockedAsync(Snowflake planetId, CancellationToken cancellation = default)
    {
        await using var command = databases.Primary.Command(
            """
            SELECT EXISTS (
                SELECT FROM planet_members a JOIN planet_members b ON b.planet_id = a.planet_id
                JOIN blocks ON blocks.user_id = a.user_id AND blocks.blocked_id = b.user_id
                WHERE a.planet_id = $1
            )
            """,
            planetId.Value
        );
        return (bool)(await command.ValueAsync(cancellation))!;
    }

    /// <summary>How many active members are stored to be, how many are, and at which head.</summary>
    public async Task<MemberAudit> AuditMembersAsync(Snowflake planetId)
    {
        await using var command = databases.Primary.Command(
            """
            SELECT member_count, (SELECT count(*)::int FROM planet_members WHERE planet_id = $1 AND status = 0),
                   epoch, head_rev
            FROM planets WHERE id = $1
            """,
            planetId.Value
        );
        var rows = await command.RowsAsync(row => new MemberAudit(
            row.GetInt32(0),
            row.GetInt32(1),
            row.GetInt64(2),
            row.GetInt64(3)
        ));
        return rows.Single();
    }

    /// <summary>Counts the active members anew, unless another activation has claimed the planet.</summary>
    public async Task RecountMembersAsync(Snowflake planetId, long epoch)
    {
        await using var command = databases.Primary.Command(
            """
            UPDATE planets
            SET member_count = (SELECT count(*) FROM planet_members WHERE planet_id = $1 AND status = 0)
            WHERE id = $1 AND epoch = $2
            """,
            planetId.Value,
            epoch
        );
        await command.ChangeAsync();
    }

    /// <summary>Sets what of the planet a member wants to be notified of; answers whether he is one.</summary>
    public async Task<bool> SetNotificationsAsync(Snowflake planetId, Snowflake userId, NotificationLevel level)
    {
        await using var command = databases.Primary.Command(
            "UPDATE planet_members SET notifications = $3 WHERE planet_id = $1 AND user_id = $2 AND status = 0",
            planetId.Value,
            userId.Value,
            (short)level
        );
        return await command.ChangeAsync() == 1;
    }

    /// <summary>
    /// What those of the users show of themselves who exist, are not deleted and, for a planet of a travel, take part
    /// in it while it is there.
    /// </summary>
    public async Task<IReadOnlyDictionary<Snowflake, MemberProfile>> ProfilesAsync(
        Snowflake? travelId,
        IReadOnlyCollection<Snowflake> userIds,
        CancellationToken cancellation = default
    )
    {
        if (userIds.Count == 0)
        {
            return new Dictionary<Snowflake, MemberProfile>();
        }
        await using var command = databases.Primary.Command(
            $"""
            SELECT u.id, {Profile} FROM users u
            WHERE u.id = ANY($1) AND u.deleted_at IS NULL AND ($2::bigint IS NULL OR EXISTS (
                SELECT FROM travel_members m JOIN travels t ON t.id = m.travel_id
                WHERE m.travel_id = $2 AND m.user_id = u.id AND m.left_at IS NULL AND t.deleted_at IS NULL
            ))
            """,
            userIds.Select(id => id.Value).ToArray(),
            travelId?.Value
        );
        var rows = await command.RowsAsync(reader => (Id: reader.Id(0), Profile: ReadProfile(reader, 1)), cancellation);
        return rows.ToDictionary(row => row.Id, row => row.Profile);
    }

    /// <summary>
    /// Makes a planet with its owner, its first members (users who do not exist are passed over) and the event of
    /// their joining, in one transaction.
    /// </summary>
    /// <exception cref="ChatException">
    /// <see cref="ErrorCode.NotFound"/> when the owner does not exist or takes no part in the travel, or it is deleted.
    /// </exception>
    public async Task<StoredPlanet> CreateAsync(
        PlanetKind kind,
        Snowflake? travelId,
        string name,
        Snowflake ownerId,
        IReadOnlyList<Snowflake> otherMemberIds,
        DateTimeOffset now,
        CancellationToken cancellation = default
    ) => (await FoundAsync(kind, travelId, name, ownerId, otherMemberIds, now, cancellation)).Planet;

    /// <summary>Also tells what the members are to be notified of: it is kept for them in the same transaction.</summary>
    /// <inheritdoc cref="CreateAsync" />
    public async Task<(StoredPlanet Planet, IReadOnlyList<NotificationRow> Told)> FoundAsync(
        PlanetKind kind,
        Snowflake? travelId,
        string name,
        Snowflake ownerId,
        IReadOnlyList<Snowflake> otherMemberIds,
        DateTimeOffset now,
        CancellationToken cancellation = default
    )
    {
        Snowflake[] asked = [ownerId, .. otherMemberIds.Where(id => id != ownerId).Distinct()];
        var existing = await ProfilesAsync(travelId, asked, cancellation);
        if (!existing.ContainsKey(ownerId))
        {
            throw new ChatException(ErrorCode.NotFound);
        }
        var planet = PlanetCreation.New(ids.Next(), kind, travelId, name, existing.Count, now);
        Snowflake[] members = [.. asked.Where(existing.ContainsKey)];
        await using var batch = databases.Primary.CreateBatch();
        PlanetCreation.Add(batch, planet, members);
        var told = members[1..]
            .Select(userId => new NotificationRow(
                userId,
                new Notification(ids.Next(), NotificationKind.Added, planet.Id, null, ownerId, now)
            ))
            .ToArray();
        batch.Add(
            """
            INSERT INTO notifications (user_id, id, kind, planet_id, actor_id, created_at)
            SELECT n.user_id, n.id, $4, p.id, $5, $6
            FROM planets p CROSS JOIN unnest($2::bigint[], $3::bigint[]) n (user_id, id) WHERE p.id = $1
            """,
            planet.Id.Value,
            Array.ConvertAll(told, row => row.UserId.Value),
            Array.ConvertAll(told, row => row.Notification.Id.Value),
            (short)NotificationKind.Added,
            ownerId.Value,
            now
        );
        return await batch.ChangeAsync(cancellation) > 0 ? (planet, told) : throw new ChatException(ErrorCode.NotFound);
    }

    /// <summary>The travel to which the planet belongs, if it does.</summary>
    public async Task<Snowflake?> TravelOfAsync(Snowflake planetId, CancellationToken cancellation = default)
    {
        await using var command = databases.Primary.Command(
            "SELECT travel_id FROM planets WHERE id = $1 AND deleted_at IS NULL",
            planetId.Value
        );
        return await command.ValueAsync(cancellation) is long travelId ? new Snowflake(travelId) : null;
    }

    /// <summary>The travel's planets by id, those after <paramref name="after"/>.</summary>
    public async Task<IReadOnlyList<StoredPlanet>> OfTravelAsync(
        Snowflake travelId,
        Snowflake? after,
        int limit,
        CancellationToken cancellation = default
    )
    {
        await using var command = databases.Primary.Command(
            $"""
            SELECT {Columns} FROM planets p
            WHERE travel_id = $1 AND deleted_at IS NULL AND id > $2 ORDER BY id LIMIT $3
            """,
            travelId.Value,
            after?.Value ?? 0,
            limit
        );
        return await command.RowsAsync(ReadPlanet, cancellation);
    }

    /// <summary>
    /// The planets in which the user is active, but for those of travels that he has left, newest planet first, those
    /// after <paramref name="after"/> in that order, with the newest message of each. One query.
    /// </summary>
    public async Task<IReadOnlyList<InboxRow>> InboxAsync(
        Snowflake userId,
        Snowflake? after,
        int limit,
        CancellationToken cancellation = default
    )
    {
        // seq is dense, so the message at the head is the newest. The inner LIMIT makes the planet one probe of its
        // key: the planner may otherwise read all planets in order beside the members.
        await using var command = databases.Primary.Command(
            $"""
            SELECT {Columns}, m.joined_seq, m.last_read_seq, m.notifications,
                   l.seq, l.sender_id, l.type, l.text, l.created_at, l.deleted_at
            FROM planet_members m
            CROSS JOIN LATERAL (
                SELECT * FROM planets WHERE id = m.planet_id AND deleted_at IS NULL LIMIT 1
            ) p
            LEFT JOIN messages l ON l.planet_id = p.id AND l.seq = p.head_seq
            WHERE m.user_id = $1 AND m.status = 0 AND m.planet_id < $2
              AND (p.travel_id IS NULL OR EXISTS (
                  SELECT FROM travel_members t
                  WHERE t.travel_id = p.travel_id AND t.user_id = $1 AND t.left_at IS NULL
              ))
            ORDER BY m.planet_id DESC LIMIT $3
            """,
            userId.Value,
            after?.Value ?? long.MaxValue,
            limit
        );
        return await command.RowsAsync(
            reader => new InboxRow(
                ReadPlanet(reader),
                reader.GetInt64(ColumnCount),
                reader.GetInt64(ColumnCount + 1),
                (NotificationLevel)reader.GetInt16(ColumnCount + 2),
                ReadLast(reader, ColumnCount + 3)
            ),
            cancellation
        );
    }

    internal static StoredPlanet ReadPlanet(NpgsqlDataReader reader) =>
        new(
            reader.Id(0),
            (PlanetKind)reader.GetInt16(1),
            reader.IsDBNull(2) ? null : reader.Id(2),
            reader.GetString(3),
            reader.GetInt32(4),
            new PlanetSettings(reader.GetInt32(5), reader.GetBoolean(6), reader.GetBoolean(7), reader.GetInt32(8)),
            reader.TimeOrNull(9),
            reader.Time(10),
            reader.GetInt64(11),
            reader.GetInt64(12),
            reader.GetInt64(13),
            reader.Time(14)
        )
        {
            FloorSeq = reader.GetInt64(15),
        };

    private static MemberProfile ReadProfile(NpgsqlDataReader reader, int first) =>
        new(reader.GetString(first), reader.GetBoolean(first + 1));

    private static InboxMessage? ReadLast(NpgsqlDataReader reader, int first) =>
        reader.IsDBNull(first)
            ? null
            : new InboxMessage(
                reader.GetInt64(first),
                reader.Id(first + 1),
                (MessageType)reader.GetInt16(first + 2),
                reader.TextOrNull(first + 3),
                reader.Time(first + 4),
                reader.TimeOrNull(first + 5)
            );
}
