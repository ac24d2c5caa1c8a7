using Connecto.Ids;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Users;

/// <summary>What users were told and have not read, in PostgreSQL. Safe for any number of callers.</summary>
public sealed class NotificationStore(Databases databases, TimeProvider time)
{
    /// <summary>What nobody has read for so long goes.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    /// <summary>
    /// The user's notifications, the newest first, those before <paramref name="before"/>. Those of somebody whom a
    /// block hides are left out, and so are those of messages that he has read: <paramref name="recent"/> are his
    /// cursors that may not be flushed yet.
    /// </summary>
    public async Task<List<Notification>> ListAsync(
        Snowflake userId,
        IReadOnlyCollection<PlanetCursor> recent,
        Snowflake? before,
        int limit,
        CancellationToken cancellation
    )
    {
        await using var command = databases.Primary.Command(
            """
            SELECT n.id, n.kind, n.planet_id, n.seq, n.actor_id, n.created_at, n.data ->> 'code', n.data ->> 'text'
            FROM notifications n
            WHERE n.user_id = $1 AND n.id < $2
              AND NOT EXISTS (SELECT FROM blocks WHERE user_id = $1 AND blocked_id = n.actor_id)
              AND NOT EXISTS (SELECT FROM blocks WHERE user_id = n.actor_id AND blocked_id = $1)
              AND (n.kind <> ALL ($3) OR NOT EXISTS (
                  SELECT FROM planet_members m
                  LEFT JOIN unnest($4, $5) recent (planet_id, seq) ON recent.planet_id = m.planet_id
                  WHERE m.planet_id = n.planet_id AND m.user_id = $1
                    AND greatest(m.last_read_seq, recent.seq) >= n.seq
              ))
            ORDER BY n.id DESC LIMIT $6
            """,
            userId.Value,
            before?.Value ?? long.MaxValue,
            new[] { (short)NotificationKind.Mention, (short)NotificationKind.Direct, (short)NotificationKind.Reply },
            recent.Select(cursor => cursor.PlanetId.Value).ToArray(),
            recent.Select(cursor => cursor.Seq).ToArray(),
            limit
        );
        return await command.RowsAsync(
            row => new Notification(
                row.Id(0),
                (NotificationKind)row.GetInt16(1),
                row.IsDBNull(2) ? null : row.Id(2),
                row.LongOrNull(3),
                row.IsDBNull(4) ? null : row.Id(4),
                row.Time(5),
                row.TextOrNull(6),
                row.TextOrNull(7)
            ),
            cancellation
        );
    }

    /// <summary>
    /// Removes what the user has read: these, those up to <paramref name="through"/>, or, where both are null, all.
    /// </summary>
    public async Task ReadAsync(
        Snowflake userId,
        IReadOnlyCollection<Snowflake>? ids,
        Snowflake? through,
        CancellationToken cancellation
    )
    {
        // One that is being moved on at this moment is not waited for: it tells of a newer message, and a lane of the
        // writer may be waiting for others of this user.
        await using var command = databases.Primary.Command(
            """
            DELETE FROM notifications WHERE user_id = $1 AND id IN (
                SELECT id FROM notifications WHERE user_id = $1
                  AND ($2::bigint[] IS NULL OR id = ANY ($2)) AND ($3::bigint IS NULL OR id <= $3)
                FOR UPDATE SKIP LOCKED
            )
            """,
            userId.Value,
            ids?.Select(id => id.Value).ToArray(),
            through?.Value
        );
        await command.ChangeAsync(cancellation);
    }

    /// <summary>Removes at most <paramref name="limit"/> that are older than <see cref="KeptFor"/>; answers how many.</summary>
    public async Task<int> SweepAsync(int limit, CancellationToken cancellation)
    {
        // Several silos sweep: each takes what no other has in hand.
        await using var command = databases.Primary.Command(
            """
            DELETE FROM notifications WHERE (user_id, id) IN (
                SELECT user_id, id FROM notifications WHERE created_at < $1
                ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED
            )
            """,
            time.GetUtcNow() - KeptFor,
            limit
        );
        return await command.ChangeAsync(cancellation);
    }
}
