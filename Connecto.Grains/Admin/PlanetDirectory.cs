using Connecto.Ids;
using Connecto.Storage;

namespace Connecto.Admin;

/// <summary>All planets, for admins. Safe for any number of callers.</summary>
public sealed class PlanetDirectory(Databases databases)
{
    /// <summary>
    /// Planets that are not deleted, newest first, those before <paramref name="before"/>; with
    /// <paramref name="words"/> those in whose name a word begins with each of them.
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
                    WHERE id < $1 AND deleted_at IS NULL AND words_of_name(name) @@ to_tsquery('simple', $3)
                )
                SELECT {PlanetStore.Columns} FROM p ORDER BY p.id DESC LIMIT $2
                """,
                before?.Value ?? long.MaxValue,
                limit,
                Prefixes(words)
            );
        return await command.RowsAsync(PlanetStore.ReadPlanet, cancellation);
    }

    // Words are cut as words_of_name cuts them, so nothing in them is an operator to PostgreSQL.
    private static string Prefixes(string text)
    {
        var spaced = string.Concat(text.Select(unit => IsSign(unit) ? ' ' : unit));
        var words = spaced.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
        return string.Join(" & ", words.Select(word => $"'{word}':*"));
    }

    private static bool IsSign(char unit) => char.IsAscii(unit) && !char.IsAsciiLetterOrDigit(unit);
}
