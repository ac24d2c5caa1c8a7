using Connecto.Ids;
using Connecto.Storage;

namespace Connecto.Admin;

/// <summary>All planets, for admins and for nodes that start. Safe for any number of callers.</summary>
public sealed class PlanetDirectory(Databases databases)
{
    /// <summary>
    /// Planets with the newest messages, the newest first. It reads all planets, for an index over what every message
    /// changes would cost each of them: so nobody may wait for it.
    /// </summary>
    public async Task<List<Snowflake>> RecentlyActiveAsync(int limit, CancellationToken cancellation)
    {
        var command = databases.Reads.Command(
            "SELECT id FROM planets WHERE deleted_at IS NULL ORDER BY head_at DESC, id DESC LIMIT $1",
            limit
        );
        return await command.RowsAsync(row => row.Id(0), cancellation);
    }

    /// <summary>
    /// Planets that are not deleted, newest first, those before <paramref name="before"/>; with
    /// <paramref name="words"/> those in whose name every word of it begins a word.
    /// </summary>
    public async Task<List<StoredPlanet>> ListAsync(
        string? words,
        Snowflake? before,
        int limit,
        CancellationToken cancellation
    )
    {
        // How many names hold a word cannot be known, and a guess too high would walk through all planets by id.
        await using var command = words is null
            ? databases.Primary.Command(
                $"""
                SELECT {PlanetStore.Columns} FROM planets p
                WHERE p.id < $1 AND p.deleted_at IS NULL ORDER BY p.id DESC LIMIT $2
                """,
                before?.Value ?? long.MaxValue,
                limit
            )
            : databases.Primary.Command(
                $"""
                WITH p AS MATERIALIZED (
                    SELECT * FROM planets
                    WHERE id < $1 AND deleted_at IS NULL AND search_words(name) @@ search_query($3)
                )
                SELECT {PlanetStore.Columns} FROM p ORDER BY p.id DESC LIMIT $2
                """,
                before?.Value ?? long.MaxValue,
                limit,
                words
            );
        return await command.RowsAsync(PlanetStore.ReadPlanet, cancellation);
    }
}
