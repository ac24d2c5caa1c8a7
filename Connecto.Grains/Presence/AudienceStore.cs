using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Storage;
using Microsoft.Extensions.Options;

namespace Connecto.Presence;

/// <summary>Reads audiences from PostgreSQL, of many users in one query, and few queries at a time.</summary>
internal sealed class AudienceStore(Databases databases, IOptions<PresenceOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _readings = new(options.Value.ParallelReadings);

    /// <summary>
    /// The audience of each user, with when they were last seen for those of <paramref name="starting"/>; one who is not
    /// in the answer has none.
    /// </summary>
    public Task<Dictionary<Snowflake, Audience>> ReadAsync(
        IEnumerable<Snowflake> userIds,
        IEnumerable<Snowflake> starting
    ) => OneOfFewAsync(async () => Group(await RowsAsync(Values(userIds), Values(starting))));

    /// <summary>
    /// Whether <paramref name="otherId"/> may see the user, now that a block of the two has changed; null where he could
    /// not without any block either.
    /// </summary>
    public Task<bool?> MaySeeAsync(Snowflake userId, Snowflake otherId) =>
        OneOfFewAsync(async () =>
        {
            await using var command = databases.Primary.Command(
                """
                SELECT NOT EXISTS (
                    SELECT FROM blocks b
                    WHERE b.user_id = $1 AND b.blocked_id = $2 OR b.user_id = $2 AND b.blocked_id = $1
                )
                FROM users u
                WHERE u.id = $1 AND u.deleted_at IS NULL AND u.settings->>'presence' IS DISTINCT FROM 'nobody'
                  AND EXISTS (
                      SELECT FROM planet_members mine
                      JOIN planets p ON p.id = mine.planet_id AND p.deleted_at IS NULL AND p.member_count <= $3
                      JOIN planet_members other ON other.planet_id = p.id AND other.user_id = $2 AND other.status = 0
                      WHERE mine.user_id = u.id AND mine.status = 0
                  )
                """,
                userId.Value,
                otherId.Value,
                PresenceShards.MaxMembers
            );
            return (bool?)await command.ValueAsync();
        });

    public void Dispose() => _readings.Dispose();

    private static long[] Values(IEnumerable<Snowflake> userIds) => [.. userIds.Select(user => user.Value)];

    private async Task<T> OneOfFewAsync<T>(Func<Task<T>> read)
    {
        await _readings.WaitAsync();
        try
        {
            return await read();
        }
        finally
        {
            _readings.Release();
        }
    }

    private async Task<List<Row>> RowsAsync(long[] userIds, long[] starting)
    {
        // The inner LIMITs make each planet, and its members, probes of their keys: the planner may otherwise read all
        // members there are.
        await using var command = databases.Primary.Command(
            """
            SELECT u.id, coalesce(u.settings->>'presence' = 'nobody', false), o.user_id,
                   EXISTS (SELECT FROM users h WHERE h.id = o.user_id AND h.settings->>'presence' = 'nobody'),
                   CASE WHEN u.id = ANY ($4) THEN (
                       SELECT seen.last_seen_at FROM users seen WHERE seen.id = o.user_id AND seen.deleted_at IS NULL
                   ) END
            FROM users u
            CROSS JOIN LATERAL (
                SELECT DISTINCT other.user_id
                FROM planet_members mine
                CROSS JOIN LATERAL (
                    SELECT id, travel_id FROM planets
                    WHERE id = mine.planet_id AND deleted_at IS NULL AND member_count <= $2 LIMIT 1
                ) p
                CROSS JOIN LATERAL (
                    SELECT user_id FROM planet_members WHERE planet_id = p.id AND status = 0 LIMIT $2
                ) other
                WHERE mine.user_id = u.id AND mine.status = 0 AND other.user_id <> u.id
                  AND (p.travel_id IS NULL OR (
                      EXISTS (
                          SELECT FROM travel_members t
                          WHERE t.travel_id = p.travel_id AND t.user_id = u.id AND t.left_at IS NULL
                      ) AND EXISTS (
                          SELECT FROM travel_members t
                          WHERE t.travel_id = p.travel_id AND t.user_id = other.user_id AND t.left_at IS NULL
                      )
                  ))
                  AND NOT EXISTS (SELECT FROM blocks b WHERE b.user_id = u.id AND b.blocked_id = other.user_id)
                  AND NOT EXISTS (SELECT FROM blocks b WHERE b.user_id = other.user_id AND b.blocked_id = u.id)
                LIMIT $3
            ) o
            WHERE u.id = ANY ($1) AND u.deleted_at IS NULL
            """,
            userIds,
            PresenceShards.MaxMembers,
            PresenceShards.MaxAudience,
            starting
        );
        return await command.RowsAsync(row => new Row(
            row.Id(0),
            row.GetBoolean(1),
            new Seen(row.Id(2), row.TimeOrNull(4)),
            row.GetBoolean(3)
        ));
    }

    private static Dictionary<Snowflake, Audience> Group(List<Row> rows) =>
        rows.GroupBy(row => row.UserId)
            .ToDictionary(
                user => user.Key,
                user => new Audience(
                    user.First().Hides,
                    [.. user.Select(row => row.Other.UserId)],
                    [.. user.Where(row => !row.OtherHides).Select(row => row.Other)]
                )
            );

    private readonly record struct Row(Snowflake UserId, bool Hides, Seen Other, bool OtherHides);
}
