using Connecto.Bench.Data;
using Connecto.Ids;
using Npgsql;

namespace Connecto.Bench.Search;

/// <summary>A data set, and somebody who is in a tenth of its planets, small and large ones alike.</summary>
/// <param name="UserId">Who looks for messages.</param>
/// <param name="Planets">Those that he is in.</param>
internal sealed record SearchWorld(DataSet Set, Snowflake UserId, IReadOnlyList<DataPlanet> Planets)
{
    private const int Every = 10;

    public static async Task<SearchWorld> MakeAsync(NpgsqlDataSource source, int messages, int planets)
    {
        var plan = DataPlan.Spread(messages, users: 10_000, planets);
        var set = await DataSet.WriteAsync(source, plan, seed: 1, TimeProvider.System.GetUtcNow());
        var userId = set.UserIds[^1];
        // Every tenth with another last digit each time, so that travels' are among them.
        var joined = Enumerable.Range(0, planets / Every).Select(i => set.Planets[(i * Every) + (i % Every)]).ToList();
        await JoinAsync(source, userId, joined);
        await ExecuteAsync(source, "ANALYZE planet_members");
        return new SearchWorld(set, userId, joined);
    }

    private static async Task JoinAsync(NpgsqlDataSource source, Snowflake userId, List<DataPlanet> planets)
    {
        await ExecuteAsync(
            source,
            """
            WITH joined AS (
                INSERT INTO planet_members (planet_id, user_id, role, status, joined_at, joined_seq, joined_rev, last_read_seq)
                SELECT p.id, $1, 0, 0, p.created_at, 0, 1, p.head_seq FROM planets p WHERE p.id = ANY ($2)
                ON CONFLICT DO NOTHING RETURNING planet_id
            )
            UPDATE planets SET member_count = member_count + 1 WHERE id IN (SELECT planet_id FROM joined)
            """,
            userId.Value,
            planets.Select(planet => planet.Id.Value).ToArray()
        );
        await ExecuteAsync(
            source,
            """
            INSERT INTO travel_members (travel_id, user_id, joined_at)
            SELECT t.id, $1, t.created_at FROM travels t WHERE t.id = ANY ($2) ON CONFLICT DO NOTHING
            """,
            userId.Value,
            planets.Select(planet => planet.TravelId).OfType<long>().ToArray()
        );
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql, params object[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }
        await command.ExecuteNonQueryAsync();
    }
}
