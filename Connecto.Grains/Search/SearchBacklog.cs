using Connecto.Ids;
using Connecto.Storage;

namespace Connecto.Search;

/// <summary>What is not indexed although it could be: after an upgrade, a flood, or the end of a silo.</summary>
internal sealed class SearchBacklog(Databases databases)
{
    private const string Unindexed = $"(p.head_seq / {MessageBlock.LengthText} - COALESCE(s.blocks, 0))";

    /// <summary>Planets after this one of which something is to be indexed, by id.</summary>
    public async Task<List<Snowflake>> PlanetsAsync(Snowflake after, int limit, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            $"""
            SELECT p.id FROM planets p LEFT JOIN search_planets s ON s.planet_id = p.id
            WHERE p.id > $1 AND p.deleted_at IS NULL AND ({Unindexed} > 0 OR EXISTS (
                SELECT FROM message_edits e WHERE e.planet_id = p.id AND e.rev > COALESCE(s.edits_rev, 0)
            ))
            ORDER BY p.id LIMIT $2
            """,
            after.Value,
            limit
        );
        return await command.RowsAsync(row => row.Id(0), cancellation);
    }

    /// <summary>Messages that are to be indexed.</summary>
    public async Task<long> MessagesAsync(CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            $"""
            SELECT COALESCE(sum({MessageBlock.LengthText} * {Unindexed}), 0)::bigint
            FROM planets p LEFT JOIN search_planets s ON s.planet_id = p.id
            WHERE p.deleted_at IS NULL AND {Unindexed} > 0
            """
        );
        return (long)(await command.ValueAsync(cancellation))!;
    }

    /// <summary>Has everything indexed anew; until that is done, what is indexed already is still found by it.</summary>
    public async Task ForgetAsync(CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command("UPDATE search_planets SET blocks = 0 WHERE blocks > 0");
        await command.ChangeAsync(cancellation);
    }
}
