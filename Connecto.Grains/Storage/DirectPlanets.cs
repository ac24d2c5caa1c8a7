using Connecto.Errors;
using Connecto.Ids;
using Connecto.Planets;
using Npgsql;

namespace Connecto.Storage;

/// <summary>The one direct planet of two people: the same for both of them, whoever asks and when.</summary>
public sealed class DirectPlanets(Databases databases, SnowflakeGenerator ids, TimeProvider time)
{
    /// <summary>The planet of the two, and whether it was made now.</summary>
    /// <exception cref="ChatException">
    /// Where there is none yet: <see cref="ErrorCode.NotFound"/> for a user who does not exist,
    /// <see cref="ErrorCode.Forbidden"/> where one has blocked the other.
    /// </exception>
    public async Task<(StoredPlanet Planet, bool IsNew)> OfAsync(
        Snowflake userId,
        Snowflake otherId,
        CancellationToken cancellation
    )
    {
        var pair = Pair.Of(userId, otherId);
        var known = await FindAsync(userId, otherId, pair, cancellation);
        if (known.Planet is { } planet)
        {
            return (planet, false);
        }
        if (!known.Exists)
        {
            throw new ChatException(ErrorCode.NotFound);
        }
        if (known.IsBlocked)
        {
            throw new ChatException(ErrorCode.Forbidden, "You cannot write to this user.");
        }
        try
        {
            return (await CreateAsync(pair, cancellation), true);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // The other one asked at the same moment.
            var made = await FindAsync(userId, otherId, pair, cancellation);
            return (made.Planet ?? throw new ChatException(ErrorCode.Unavailable), false);
        }
    }

    private async Task<Known> FindAsync(Snowflake userId, Snowflake otherId, Pair pair, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            $"""
            SELECT {PlanetStore.Columns},
                EXISTS (SELECT FROM users WHERE id = $2 AND deleted_at IS NULL),
                EXISTS (SELECT FROM blocks WHERE user_id = $1 AND blocked_id = $2 OR user_id = $2 AND blocked_id = $1)
            FROM (SELECT) one
            LEFT JOIN direct_planets d ON d.low_user_id = $3 AND d.high_user_id = $4
            LEFT JOIN planets p ON p.id = d.planet_id AND p.deleted_at IS NULL
            """,
            userId.Value,
            otherId.Value,
            pair.Low.Value,
            pair.High.Value
        );
        var rows = await command.RowsAsync(
            reader => new Known(
                reader.IsDBNull(0) ? null : PlanetStore.ReadPlanet(reader),
                reader.GetBoolean(PlanetStore.ColumnCount),
                reader.GetBoolean(PlanetStore.ColumnCount + 1)
            ),
            cancellation
        );
        return rows.Single();
    }

    private async Task<StoredPlanet> CreateAsync(Pair pair, CancellationToken cancellation)
    {
        var planet = PlanetCreation.New(ids.Next(), PlanetKind.Direct, null, "", memberCount: 2, time.GetUtcNow());
        await using var batch = databases.Primary.CreateBatch();
        PlanetCreation.Add(batch, planet, [pair.Low, pair.High]);
        batch.Add(
            """
            INSERT INTO direct_planets (low_user_id, high_user_id, planet_id)
            SELECT $1, $2, id FROM planets WHERE id = $3
            """,
            pair.Low.Value,
            pair.High.Value,
            planet.Id.Value
        );
        return await batch.ChangeAsync(cancellation) > 0 ? planet : throw new ChatException(ErrorCode.NotFound);
    }

    private readonly record struct Pair(Snowflake Low, Snowflake High)
    {
        public static Pair Of(Snowflake one, Snowflake other) => one < other ? new(one, other) : new(other, one);
    }

    private sealed record Known(StoredPlanet? Planet, bool Exists, bool IsBlocked);
}
