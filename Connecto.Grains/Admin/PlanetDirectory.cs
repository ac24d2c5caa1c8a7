using Connecto.Ids;
using Connecto.Storage;

namespace Connecto.Admin;

/// <summary>All planets, for admins. Safe for any number of callers.</summary>
public sealed class PlanetDirectory(Databases databases)
{
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
