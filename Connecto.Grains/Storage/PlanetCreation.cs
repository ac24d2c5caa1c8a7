using Connecto.Ids;
using Connecto.Planets;
using Npgsql;

namespace Connecto.Storage;

/// <summary>How a planet begins: its row, its first members and the event of their joining.</summary>
internal static class PlanetCreation
{
    public static StoredPlanet New(
        Snowflake id,
        PlanetKind kind,
        Snowflake? travelId,
        string name,
        int memberCount,
        DateTimeOffset now
    ) =>
        new(
            id,
            kind,
            travelId,
            name,
            memberCount,
            new PlanetSettings(),
            ArchivedAt: null,
            now,
            Epoch: 0,
            HeadSeq: 0,
            HeadRev: 1,
            now
        );

    /// <summary>
    /// Writes a new planet. The first of its members owns it, but for a direct one, in which the two are equal. It writes
    /// nothing where one of them, or the travel, was deleted meanwhile.
    /// </summary>
    public static void Add(NpgsqlBatch batch, StoredPlanet planet, Snowflake[] members)
    {
        var joined = members
            .Select(
                (id, index) =>
                    new EventMember(
                        id,
                        index == 0 && planet.Kind != PlanetKind.Direct ? MemberRole.Owner : MemberRole.Member,
                        MemberStatus.Active,
                        MutedUntil: null,
                        planet.CreatedAt,
                        JoinedSeq: 0
                    )
            )
            .ToArray();
        var now = planet.CreatedAt.UtcDateTime;
        var memberIds = Array.ConvertAll(members, id => id.Value);
        // Who deletes his account at this moment waits, and then leaves this planet too.
        batch.Add("SELECT FROM users WHERE id = ANY ($1) ORDER BY id FOR SHARE", memberIds);
        // A travel that is being deleted is waited for. Where it is gone by then, or one of the members is, there is no
        // planet of which the other statements could tell.
        batch.Add(
            """
            INSERT INTO planets (id, kind, travel_id, name, member_count, head_rev, head_at, created_at)
            SELECT $1, $2, $3::bigint, $4, $5, 1, $6, $6
            WHERE ($3::bigint IS NULL OR EXISTS (
                SELECT FROM travels WHERE id = $3 AND deleted_at IS NULL FOR SHARE
            )) AND NOT EXISTS (SELECT FROM users WHERE id = ANY ($7) AND deleted_at IS NOT NULL)
            """,
            planet.Id.Value,
            (short)planet.Kind,
            planet.TravelId?.Value,
            planet.Name,
            members.Length,
            now,
            memberIds
        );
        batch.Add(
            """
            INSERT INTO planet_members
                (planet_id, user_id, role, status, joined_at, joined_seq, joined_rev, last_read_seq)
            SELECT p.id, m.user_id, m.role, 0, $4, 0, 1, 0
            FROM planets p CROSS JOIN unnest($2::bigint[], $3::smallint[]) m (user_id, role) WHERE p.id = $1
            """,
            planet.Id.Value,
            memberIds,
            joined.Select(member => (short)member.Role).ToArray(),
            now
        );
        batch.Add(
            """
            INSERT INTO planet_events (planet_id, rev, kind, actor_id, at, data)
            SELECT id, 1, $2, $3, $4, $5::jsonb FROM planets WHERE id = $1
            """,
            planet.Id.Value,
            (short)EventKind.Member,
            members[0].Value,
            now,
            PlanetEventData.Members(joined)
        );
    }
}
