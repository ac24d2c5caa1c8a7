using Npgsql;

namespace Connecto.Bench.Data;

/// <summary>
/// A row for each member who has read a message, the way the first plan of Connecto counted readers: only to compare with.
/// It has a schema of its own, <c>bench</c>, and says the same as the cursors of when it was made.
/// </summary>
internal static class Receipts
{
    /// <summary>Planets of more members would take up the receipts of a hundred others.</summary>
    public const int MostMembers = 20;

    private const string Table = """
        CREATE SCHEMA IF NOT EXISTS bench;
        CREATE TABLE IF NOT EXISTS bench.receipts (
            message_id bigint NOT NULL,
            user_id    bigint NOT NULL,
            read_at    timestamptz NOT NULL,
            -- Serves the count of a page's readers.
            PRIMARY KEY (message_id, user_id)
        )
        """;

    /// <summary>
    /// Makes so many receipts at least, unless there are not that many, planet after planet in the order given, of each
    /// all; answers how many and of which planets.
    /// </summary>
    public static async Task<ReceiptsMade> MakeAsync(
        NpgsqlDataSource source,
        IEnumerable<DataPlanet> planets,
        long count
    )
    {
        await using (var create = source.CreateCommand(Table))
        {
            await create.ExecuteNonQueryAsync();
        }
        var (made, covered) = (0L, new List<DataPlanet>());
        foreach (var planet in planets)
        {
            if (made >= count)
            {
                break;
            }
            made += await MakeAsync(source, planet);
            covered.Add(planet);
        }
        await using var analyze = source.CreateCommand("VACUUM ANALYZE bench.receipts");
        analyze.CommandTimeout = 0;
        await analyze.ExecuteNonQueryAsync();
        return new ReceiptsMade(made, covered);
    }

    private static async Task<long> MakeAsync(NpgsqlDataSource source, DataPlanet planet)
    {
        await using var insert = source.CreateCommand(
            """
            INSERT INTO bench.receipts (message_id, user_id, read_at)
            SELECT m.id, r.user_id, m.created_at FROM planet_members r
            JOIN messages m ON m.planet_id = r.planet_id AND m.seq > r.joined_seq AND m.seq <= r.last_read_seq
            WHERE r.planet_id = $1 AND r.status = 0 AND r.user_id <> m.sender_id
            """
        );
        insert.CommandTimeout = 0;
        insert.Parameters.AddWithValue(planet.Id.Value);
        return await insert.ExecuteNonQueryAsync();
    }
}

/// <summary>So many receipts, and the planets all of whose receipts are among them.</summary>
internal sealed record ReceiptsMade(long Count, IReadOnlyList<DataPlanet> Planets);
