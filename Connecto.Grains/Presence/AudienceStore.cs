using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Storage;
using Microsoft.Extensions.Options;

namespace Connecto.Presence;

/// <summary>Reads audiences from PostgreSQL, of many users in one query, and few queries at a time.</summary>
internal sealed class AudienceStore(Databases databases, IOptions<PresenceOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _readings = new(options.Value.ParallelReadings);

    /// <summary>The audience of each user; one who is not in the answer has none.</summary>
    public async Task<Dictionary<Snowflake, Audience>> ReadAsync(IEnumerable<Snowflake> userIds)
    {
        await _readings.WaitAsync();
        try
        {
            return Group(await RowsAsync([.. userIds.Select(user => user.Value)]));
        }
        finally
        {
            _readings.Release();
        }
    }

    public void Dispose() => _readings.Dispose();

    private async Task<List<(Snowflake UserId, bool Hides, Snowflake Other, bool OtherHides)>> RowsAsync(long[] userIds)
    {
        await using var command = databases.Primary.Command(
            """
            SELECT u.id, coalesce(u.settings->>'presence' = 'nobody', false), o.user_id,
                   EXISTS (SELECT FROM users h WHERE h.id = o.user_id AND h.settings->>'presence' = 'nobody')
            FROM users u
            CROSS JOIN LATERAL (
                SELECT DISTINCT other.user_id
                FROM planet_members mine
                JOIN planets p ON p.id = mine.planet_id AND p.deleted_at IS NULL AND p.member_count <= $2
                JOIN planet_members other ON other.planet_id = p.id AND other.status = 0
                WHERE mine.user_id = u.id AND mine.status = 0 AND other.user_id <> u.id
                  AND NOT EXISTS (SELECT FROM blocks b WHERE b.user_id = u.id AND b.blocked_id = other.user_id)
                  AND NOT EXISTS (SELECT FROM blocks b WHERE b.user_id = other.user_id AND b.blocked_id = u.id)
                LIMIT $3
            ) o
            WHERE u.id = ANY ($1) AND u.deleted_at IS NULL
            """,
            userIds,
            PresenceShards.MaxMembers,
            PresenceShards.MaxAudience
        );
        return await command.RowsAsync(row =>
            (new Snowflake(row.GetInt64(0)), row.GetBoolean(1), new Snowflake(row.GetInt64(2)), row.GetBoolean(3))
        );
    }

    private static Dictionary<Snowflake, Audience> Group(
        List<(Snowflake UserId, bool Hides, Snowflake Other, bool OtherHides)> rows
    ) =>
        rows.GroupBy(row => row.UserId)
            .ToDictionary(
                user => user.Key,
                user => new Audience(
                    user.First().Hides,
                    [.. user.Select(row => row.Other)],
                    [.. user.Where(row => !row.OtherHides).Select(row => row.Other)]
                )
            );
}
