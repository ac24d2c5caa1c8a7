using Connecto.Ids;
using Connecto.Planets;
using Npgsql;

namespace Connecto.Bench.Data;

/// <summary>A data set that has been written, in one transaction.</summary>
/// <param name="UserIds">In order of their creation.</param>
/// <param name="Planets">In the order of the plan.</param>
internal sealed record DataSet(IReadOnlyList<Snowflake> UserIds, IReadOnlyList<DataPlanet> Planets)
{
    private const int Months = 24;
    private const int MonthsAhead = 3;

    // Ids of sets stay below all that servers issue, so that sets may follow each other in one database.
    private const long LastId = 1L << 32;

    /// <summary>Writes the set that the plan and the seed name; its messages lie in the 24 months before <paramref name="now"/>.</summary>
    public static async Task<DataSet> WriteAsync(NpgsqlDataSource source, DataPlan plan, int seed, DateTimeOffset now)
    {
        var start = now.AddMonths(-Months);
        await using var connection = await source.OpenConnectionAsync();
        await ValueAsync(connection, "SELECT make_event_partitions($1, $2)", start.UtcDateTime, Months + MonthsAhead);
        await using var transaction = await connection.BeginTransactionAsync();
        var firstId = (long)
            (
                await ValueAsync(
                    connection,
                    "SELECT coalesce(max(id), 0) + 1 FROM (SELECT id FROM users UNION ALL SELECT id FROM planets) all_ids WHERE id < $1",
                    LastId
                )
            )!;
        var users = Enumerable.Range(0, plan.Users).Select(i => new Snowflake(firstId + i)).ToArray();
        var planets = Planned(plan, users, firstId + plan.Users, seed);
        var copy = new DataCopy(connection, seed, start, now);
        await copy.UsersAsync(users);
        await copy.PlanetsAsync(planets);
        await transaction.CommitAsync();
        // Whatever is measured next is not to be held up by what would follow in the background.
        await ValueAsync(
            connection,
            "VACUUM ANALYZE users, travels, travel_members, planets, planet_members, messages, message_reactions, message_edits, planet_events"
        );
        return new DataSet(users, planets);
    }

    // Users are dealt out in a mixed order, so that everybody is somewhere before anybody is twice.
    private static List<DataPlanet> Planned(DataPlan plan, Snowflake[] users, long firstId, int seed)
    {
        var mixed = users.ToArray();
        new Random(seed).Shuffle(mixed);
        var (dealt, made) = (0, new List<DataPlanet>());
        for (var i = 0; i < plan.Planets.Count; i++)
        {
            var members = new Snowflake[plan.Planets[i].Members];
            for (var j = 0; j < members.Length; j++)
            {
                members[j] = mixed[dealt++ % mixed.Length];
            }
            made.Add(new DataPlanet(new Snowflake(firstId + i), plan.Planets[i], members));
        }
        return made;
    }

    private static async Task<object?> ValueAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }
        return await command.ExecuteScalarAsync();
    }
}

/// <summary>A planet of a set; a travel's planet has a travel of the same id.</summary>
internal sealed record DataPlanet(Snowflake Id, PlanetPlan Plan, Snowflake[] Members)
{
    public long? TravelId => Plan.Kind == PlanetKind.Travel ? Id.Value : null;
}
