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
    /// <summary>Blocks of one planet that are written together, at most.</summary>
    internal const int BlocksOfPlanet = 64;

    /// <summary>Edits that are brought into their blocks together, at most.</summary>
    private const int EditsTogether = 1_000;

    /// <summary>
    /// Indexes of each planet what is whole and not indexed yet, the oldest first, and brings edits into their blocks; at most so
    /// much at a time. A planet that somebody else is at is left to him.
    /// </summary>
    public async Task<Indexed> IndexAsync(IEnumerable<Snowflake> planetIds, CancellationToken cancellation)
    {
        await using var connection = await databases.Primary.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var planets = await HoldAsync(connection, [.. planetIds.Select(id => id.Value)], cancellation);
        var edits = await EditsAsync(connection, planets, cancellation);
        var works = planets.ConvertAll(planet => planet.Work(edits));
        var blocks = await BlocksAsync(connection, works, cancellation);
        await WriteAsync(connection, works, blocks, cancellation);
        await transaction.CommitAsync(cancellation);
        return new Indexed(
            works.Sum(work => work.Messages),
            [.. works.Where(work => !work.IsAll).Select(work => new Snowflake(work.PlanetId))]
        );
    }

    // One at a time, so that nobody writes over what another one has read later; in order, so that two do not wait for each other.
    private static async Task<List<Planet>> HoldAsync(
        NpgsqlConnection connection,
        long[] planetIds,
        CancellationToken cancellation
    )
    {
        await using var first = connection.Command(
            """
            INSERT INTO search_planets (planet_id, blocks, edits_rev)
            SELECT id, 0, 0 FROM planets WHERE id = ANY ($1) ORDER BY id
            ON CONFLICT (planet_id) DO NOTHING
            """,
            planetIds
        );
        await first.ChangeAsync(cancellation);
        await using var held = connection.Command(
            """
            SELECT planet_id, blocks, edits_rev FROM search_planets
            WHERE planet_id = ANY ($1) ORDER BY planet_id FOR UPDATE SKIP LOCKED
            """,
            planetIds
        );
        var states = await held.RowsAsync(
            row => (Id: row.GetInt64(0), Blocks: row.GetInt32(1), EditsRev: row.GetInt64(2)),
            cancellation
        );
        // Read after they are held: what a planet has then is what is indexed.
        await using var head = connection.Command(
            "SELECT id, head_seq, head_rev FROM planets WHERE id = ANY ($1)",
            states.Select(state => state.Id).ToArray()
        );
        var heads = (
            await head.RowsAsync(row => (Id: row.GetInt64(0), Seq: row.GetInt64(1), Rev: row.GetInt64(2)), cancellation)
        ).ToDictionary(planet => planet.Id);
        return states.ConvertAll(state => new Planet(
            state.Id,
            state.Blocks,
            state.EditsRev,
            heads[state.Id].Seq,
            heads[state.Id].Rev
        ));
    }

    private static async Task<List<Edit>> EditsAsync(
        NpgsqlConnection connection,
        List<Planet> planets,
        CancellationToken cancellation
    )
    {
        await using var command = connection.Command(
            """
            SELECT e.planet_id, e.seq, e.rev
            FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS p (id, after_rev, to_rev)
            JOIN message_edits e ON e.planet_id = p.id AND e.rev > p.after_rev AND e.rev <= p.to_rev
            ORDER BY e.planet_id, e.rev LIMIT $4
            """,
            planets.Select(planet => planet.Id).ToArray(),
            planets.Select(planet => planet.EditsRev).ToArray(),
            planets.Select(planet => planet.HeadRev).ToArray(),
            EditsTogether
        );
        return await command.RowsAsync(
            row => new Edit(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
            cancellation
        );
    }

    private static async Task<List<Block>> BlocksAsync(
        NpgsqlConnection connection,
        List<Work> works,
        CancellationToken cancellation
    )
    {
        var wanted = works.SelectMany(work => work.Blocks.Select(block => (work.PlanetId, block))).ToList();
        if (wanted.Count == 0)
        {
            return [];
        }
        // Deleted ones too, for the ids.
        await using var command = connection.Command(
            $"""
            SELECT m.planet_id, m.seq, m.id, m.created_at, m.sender_id, COALESCE(m.text, '')
            FROM unnest($1::bigint[], $2::bigint[]) AS b (planet_id, before)
            JOIN messages m ON m.planet_id = b.planet_id
                AND m.seq > b.before AND m.seq <= b.before + {MessageBlock.Length}
            """,
            wanted.Select(block => block.PlanetId).ToArray(),
            wanted.Select(block => MessageBlock.Before(block.block)).ToArray()
        );
        var messages = await command.RowsAsync(
            row =>
                (
                    PlanetId: row.GetInt64(0),
                    Message: new IndexedMessage(row.GetInt64(1), row.Id(2), row.Time(3), row.Id(4), row.GetString(5))
                ),
            cancellation
        );
        return
        [
            .. messages
                .GroupBy(row => (row.PlanetId, Block: MessageBlock.Of(row.Message.Seq)), row => row.Message)
                .Select(block => new Block(
                    block.Key.PlanetId,
                    block.Key.Block,
                    new Reach(block),
                    MessageBlock.IsLiteral(block),
                    MessageBlock.Terms(new Snowflake(block.Key.PlanetId), block)
                )),
        ];
    }

    private static async Task WriteAsync(
        NpgsqlConnection connection,
        List<Work> works,
        List<Block> blocks,
        CancellationToken cancellation
    )
    {
        await using var batch = connection.CreateBatch();
        foreach (var (planetId, number, reach, isLiteral, terms) in blocks)
        {
            batch.Add(
                """
                INSERT INTO message_blocks (planet_id, block, first_id, last_id, first_at, last_at, is_literal, terms)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                ON CONFLICT (planet_id, block) DO UPDATE SET
                    first_id = EXCLUDED.first_id, last_id = EXCLUDED.last_id, first_at = EXCLUDED.first_at,
                    last_at = EXCLUDED.last_at, is_literal = EXCLUDED.is_literal, terms = EXCLUDED.terms
                """,
                planetId,
                number,
                reach.FirstId,
                reach.LastId,
                reach.FirstAt,
                reach.LastAt,
                isLiteral,
                terms
            );
        }
        var moved = works.Where(work => work.Moves).ToList();
        batch.Add(
            """
            UPDATE search_planets s SET blocks = w.blocks, edits_rev = w.edits_rev
            FROM unnest($1::bigint[], $2::integer[], $3::bigint[]) AS w (planet_id, blocks, edits_rev)
            WHERE s.planet_id = w.planet_id
            """,
            moved.Select(work => work.PlanetId).ToArray(),
            moved.Select(work => work.UpTo).ToArray(),
            moved.Select(work => work.EditsRev).ToArray()
        );
        await batch.ChangeAsync(cancellation);
    }

    private readonly record struct Block(long PlanetId, int Number, Reach Reach, bool IsLiteral, int[] Terms);

    /// <summary>Between which ids and times the messages of a block lie.</summary>
    private readonly record struct Reach(long FirstId, long LastId, DateTimeOffset FirstAt, DateTimeOffset LastAt)
    {
        public Reach(IEnumerable<IndexedMessage> messages)
            : this(
                messages.Min(message => message.Id.Value),
                messages.Max(message => message.Id.Value),
                messages.Min(message => message.CreatedAt),
                messages.Max(message => message.CreatedAt)
            ) { }
    }

    /// <summary>How far a planet is, and how far it is indexed.</summary>
    private readonly record struct Planet(long Id, int Blocks, long EditsRev, long HeadSeq, long HeadRev)
    {
        public Work Work(List<Edit> edits)
        {
            var (id, indexed) = (Id, Blocks);
            var whole = MessageBlock.Whole(HeadSeq);
            var upTo = Math.Max(indexed, Math.Min(whole, indexed + BlocksOfPlanet));
            var own = edits.Where(edit => edit.PlanetId == id).ToList();
            var edited = own.Select(edit => MessageBlock.Of(edit.Seq)).Where(block => block < indexed).Distinct();
            // They come by planet and rev: where they are too many, some are left of the last planet, and all of those after it.
            var last = edits.Count < EditsTogether ? long.MaxValue : edits[^1].PlanetId;
            var editsRev =
                id < last ? HeadRev
                : id == last ? edits[^1].Rev
                : EditsRev;
            return new Work(
                id,
                [.. edited, .. Enumerable.Range(indexed, upTo - indexed)],
                upTo,
                editsRev,
                (upTo - indexed) * MessageBlock.Length,
                IsAll: upTo >= whole && id < last,
                Moves: upTo > indexed || own.Count > 0
            );
        }
    }

    private readonly record struct Edit(long PlanetId, long Seq, long Rev);

    private readonly record struct Work(
        long PlanetId,
        int[] Blocks,
        int UpTo,
        long EditsRev,
        int Messages,
        bool IsAll,
        bool Moves
    );
}

/// <summary>How many messages were indexed, and the planets of which there is more.</summary>
internal readonly record struct Indexed(int Messages, IReadOnlyList<Snowflake> Unfinished);
