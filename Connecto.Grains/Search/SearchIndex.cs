using Connecto.Ids;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Search;

/// <summary>
/// Writes blocks of messages off the way of sends. Searches are right however far it is, as they look through what is not
/// indexed: nothing is lost when it stops.
/// </summary>
internal sealed class SearchIndex(Databases databases)
{
    /// <summary>Blocks of one transaction, at most.</summary>
    internal const int Together = 64;

    /// <summary>Edits that are brought into their blocks at once, at most.</summary>
    private const int EditsTogether = 256;

    /// <summary>
    /// Indexes of a planet what is whole and not indexed yet, the oldest first, and brings edits into their blocks; at most so
    /// much at a time. While somebody else does, it waits for him.
    /// </summary>
    public async Task<Indexed> IndexAsync(Snowflake planetId, CancellationToken cancellation)
    {
        await using var connection = await databases.Primary.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await HoldAsync(connection, planetId, cancellation) is not { } state)
        {
            return new Indexed(0, IsAll: true);
        }
        var whole = MessageBlock.Whole(state.HeadSeq);
        var last = Math.Max(state.Blocks, Math.Min(whole, state.Blocks + Together));
        var edits = await EditsAsync(connection, planetId, state, cancellation);
        var edited = edits.Select(edit => MessageBlock.Of(edit.Seq)).Where(block => block < state.Blocks).Distinct();
        int[] blocks = [.. edited, .. Enumerable.Range(state.Blocks, last - state.Blocks)];
        if (blocks.Length > 0)
        {
            var editsRev = edits.Count == EditsTogether ? edits[^1].Rev : state.HeadRev;
            var rows = await BlocksAsync(connection, planetId, blocks, cancellation);
            await WriteAsync(connection, planetId, rows, last, editsRev, cancellation);
        }
        await transaction.CommitAsync(cancellation);
        var isAll = last >= whole && edits.Count < EditsTogether;
        return new Indexed((last - state.Blocks) * MessageBlock.Length, isAll);
    }

    // One at a time, so that nobody writes over what another one has read later. Null where there is no such planet.
    private static async Task<State?> HoldAsync(
        NpgsqlConnection connection,
        Snowflake planetId,
        CancellationToken cancellation
    )
    {
        await using var first = connection.Command(
            """
            INSERT INTO search_planets (planet_id, blocks, edits_rev) SELECT id, 0, 0 FROM planets WHERE id = $1
            ON CONFLICT (planet_id) DO NOTHING
            """,
            planetId.Value
        );
        await first.ChangeAsync(cancellation);
        await using var held = connection.Command(
            "SELECT blocks, edits_rev FROM search_planets WHERE planet_id = $1 FOR UPDATE",
            planetId.Value
        );
        var states = await held.RowsAsync(row => (Blocks: row.GetInt32(0), EditsRev: row.GetInt64(1)), cancellation);
        if (states.Count == 0)
        {
            return null;
        }
        await using var head = connection.Command(
            "SELECT head_seq, head_rev FROM planets WHERE id = $1",
            planetId.Value
        );
        var heads = await head.RowsAsync(row => (Seq: row.GetInt64(0), Rev: row.GetInt64(1)), cancellation);
        return new State(heads[0].Seq, heads[0].Rev, states[0].Blocks, states[0].EditsRev);
    }

    private static async Task<List<(long Seq, long Rev)>> EditsAsync(
        NpgsqlConnection connection,
        Snowflake planetId,
        State state,
        CancellationToken cancellation
    )
    {
        await using var command = connection.Command(
            "SELECT seq, rev FROM message_edits WHERE planet_id = $1 AND rev > $2 AND rev <= $3 ORDER BY rev LIMIT $4",
            planetId.Value,
            state.EditsRev,
            state.HeadRev,
            EditsTogether
        );
        return await command.RowsAsync(row => (row.GetInt64(0), row.GetInt64(1)), cancellation);
    }

    private static async Task<List<Block>> BlocksAsync(
        NpgsqlConnection connection,
        Snowflake planetId,
        int[] blocks,
        CancellationToken cancellation
    )
    {
        // Deleted ones too, for the ids.
        await using var command = connection.Command(
            """
            SELECT m.seq, m.id, m.sender_id, COALESCE(m.text, '')
            FROM unnest($2::bigint[]) AS b (before)
            JOIN messages m ON m.planet_id = $1 AND m.seq > b.before AND m.seq <= b.before + $3
            """,
            planetId.Value,
            Array.ConvertAll(blocks, MessageBlock.Before),
            (long)MessageBlock.Length
        );
        var messages = await command.RowsAsync(
            row => new IndexedMessage(row.GetInt64(0), row.Id(1), row.Id(2), row.GetString(3)),
            cancellation
        );
        return
        [
            .. messages
                .GroupBy(message => MessageBlock.Of(message.Seq))
                .Select(block => new Block(
                    block.Key,
                    block.Max(message => message.Id.Value),
                    MessageBlock.Terms(planetId, block)
                )),
        ];
    }

    private static async Task WriteAsync(
        NpgsqlConnection connection,
        Snowflake planetId,
        List<Block> rows,
        int blocks,
        long editsRev,
        CancellationToken cancellation
    )
    {
        await using var batch = connection.CreateBatch();
        foreach (var (number, lastId, terms) in rows)
        {
            batch.Add(
                """
                INSERT INTO message_blocks (planet_id, block, last_id, terms) VALUES ($1, $2, $3, $4)
                ON CONFLICT (planet_id, block) DO UPDATE SET terms = EXCLUDED.terms, last_id = EXCLUDED.last_id
                """,
                planetId.Value,
                number,
                lastId,
                terms
            );
        }
        batch.Add(
            "UPDATE search_planets SET blocks = $2, edits_rev = $3 WHERE planet_id = $1",
            planetId.Value,
            blocks,
            editsRev
        );
        await batch.ChangeAsync(cancellation);
    }

    private readonly record struct Block(int Number, long LastId, int[] Terms);

    private readonly record struct State(long HeadSeq, long HeadRev, int Blocks, long EditsRev);
}

/// <summary>How many messages were indexed, and whether that was all there is.</summary>
internal readonly record struct Indexed(int Messages, bool IsAll);
