using Npgsql;

namespace Connecto.Storage;

/// <summary>Writes merged counters, in statements of bounded size, sorted so that two writers lock rows in one order.</summary>
internal sealed class CounterTable(NpgsqlDataSource database)
{
    private const int Rows = 5_000;

    public async Task WriteAsync(PendingCounters counters, CancellationToken cancellation)
    {
        foreach (var chunk in counters.Cursors.OrderBy(cursor => cursor.Key).Chunk(Rows))
        {
            await using var command = database.Command(
                """
                UPDATE planet_members m SET last_read_seq = GREATEST(m.last_read_seq, c.seq), last_read_at = now()
                FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS c (planet_id, user_id, seq)
                WHERE m.planet_id = c.planet_id AND m.user_id = c.user_id AND m.last_read_seq < c.seq
                """,
                chunk.Select(cursor => cursor.Key.Planet).ToArray(),
                chunk.Select(cursor => cursor.Key.User).ToArray(),
                chunk.Select(cursor => cursor.Value).ToArray()
            );
            await command.ChangeAsync(cancellation);
        }
        foreach (var chunk in counters.ReplyCounts.OrderBy(replies => replies.Key).Chunk(Rows))
        {
            await using var command = database.Command(
                """
                UPDATE messages m SET reply_count = GREATEST(m.reply_count, c.count)
                FROM unnest($1::bigint[], $2::bigint[], $3::integer[]) AS c (planet_id, seq, count)
                WHERE m.planet_id = c.planet_id AND m.seq = c.seq AND m.reply_count < c.count
                """,
                chunk.Select(replies => replies.Key.Planet).ToArray(),
                chunk.Select(replies => replies.Key.Seq).ToArray(),
                chunk.Select(replies => replies.Value).ToArray()
            );
            await command.ChangeAsync(cancellation);
        }
        foreach (var chunk in counters.LastSeen.OrderBy(seen => seen.Key).Chunk(Rows))
        {
            await using var command = database.Command(
                """
                UPDATE users u SET last_seen_at = c.at
                FROM unnest($1::bigint[], $2::timestamptz[]) AS c (user_id, at)
                WHERE u.id = c.user_id AND u.deleted_at IS NULL AND (u.last_seen_at IS NULL OR u.last_seen_at < c.at)
                """,
                chunk.Select(seen => seen.Key).ToArray(),
                chunk.Select(seen => seen.Value).ToArray()
            );
            await command.ChangeAsync(cancellation);
        }
    }
}
