using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Storage.Replicas;
using Npgsql;

namespace Connecto.Storage;

/// <summary>
/// Reads messages by planet and seq. seq is dense, so every page is a range of it. A replica may still hold text that was
/// deleted, so it answers only what is asked for as of a rev, and where it has the planet up to there.
/// </summary>
public sealed class MessageStore(Databases databases)
{
    private const string Columns = """
        id, m.seq, m.rev, posted_rev, sender_id, type, text, reply_to_seq, mentions, reply_count, client_message_id,
        request_hash, created_at, edited_at, deleted_at, pinned_at, mentions_all, reactions.emojis, reactions.users
        """;

    /// <summary>Messages with their reactions, oldest first.</summary>
    private const string Messages = """
        messages m CROSS JOIN LATERAL (
            SELECT array_agg(emoji ORDER BY rev) AS emojis, array_agg(user_id ORDER BY rev) AS users
            FROM message_reactions r WHERE r.planet_id = m.planet_id AND r.seq = m.seq
        ) reactions
        """;

    /// <summary>The newest messages, in order of seq.</summary>
    public async Task<IReadOnlyList<StoredMessage>> NewestAsync(
        Snowflake planetId,
        int count,
        CancellationToken cancellation = default
    )
    {
        await using var command = databases.Primary.Command(
            $"""
            SELECT * FROM (
                SELECT {Columns} FROM {Messages} WHERE m.planet_id = $1 ORDER BY m.seq DESC LIMIT $2
            ) newest ORDER BY seq
            """,
            planetId.Value,
            count
        );
        return await command.RowsAsync(Read, cancellation);
    }

    /// <summary>
    /// The messages from <paramref name="fromSeq"/> to <paramref name="toSeq"/>, both included, in order of seq;
    /// those that do not exist are left out. A replica may answer where it has the planet up to <paramref name="asOf"/>.
    /// </summary>
    public async Task<IReadOnlyList<StoredMessage>> RangeAsync(
        Snowflake planetId,
        long fromSeq,
        long toSeq,
        long asOf,
        CancellationToken cancellation = default
    )
    {
        var command = Select("m.seq BETWEEN $2 AND $3 ORDER BY m.seq", "seq", planetId, asOf, fromSeq, toSeq);
        return await command.RowsAsync(Read, cancellation);
    }

    /// <summary>The messages of these seqs that exist, in order of seq.</summary>
    public async Task<IReadOnlyList<StoredMessage>> BySeqsAsync(
        Snowflake planetId,
        IReadOnlyCollection<long> seqs,
        CancellationToken cancellation = default
    )
    {
        if (seqs.Count == 0)
        {
            return [];
        }
        await using var command = databases.Primary.Command(
            $"SELECT {Columns} FROM {Messages} WHERE m.planet_id = $1 AND m.seq = ANY($2) ORDER BY m.seq",
            planetId.Value,
            seqs.ToArray()
        );
        return await command.RowsAsync(Read, cancellation);
    }

    /// <summary>
    /// The replies to a message after <paramref name="afterSeq"/>, in order of seq. A replica may answer where it has the
    /// planet up to <paramref name="asOf"/>.
    /// </summary>
    public async Task<IReadOnlyList<StoredMessage>> RepliesAsync(
        Snowflake planetId,
        long toSeq,
        long afterSeq,
        int limit,
        long asOf,
        CancellationToken cancellation = default
    )
    {
        var command = Select(
            "m.reply_to_seq = $2 AND m.seq > $3 ORDER BY m.seq LIMIT $4",
            "seq",
            planetId,
            asOf,
            toSeq,
            afterSeq,
            limit
        );
        return await command.RowsAsync(Read, cancellation);
    }

    /// <summary>
    /// The pinned messages before <paramref name="beforeSeq"/> and after <paramref name="afterSeq"/>, the newest first. A
    /// replica may answer where it has the planet up to <paramref name="asOf"/>.
    /// </summary>
    public async Task<IReadOnlyList<StoredMessage>> PinnedAsync(
        Snowflake planetId,
        long beforeSeq,
        long afterSeq,
        int limit,
        long asOf,
        CancellationToken cancellation = default
    )
    {
        var command = Select(
            "m.pinned_at IS NOT NULL AND m.seq < $2 AND m.seq > $3 ORDER BY m.seq DESC LIMIT $4",
            "seq DESC",
            planetId,
            asOf,
            beforeSeq,
            afterSeq,
            limit
        );
        return await command.RowsAsync(Read, cancellation);
    }

    /// <summary>
    /// The texts that an edited message had and has, after <paramref name="afterRev"/>, the first one first. A replica may
    /// answer where it has the planet up to <paramref name="asOf"/>.
    /// </summary>
    public async Task<IReadOnlyList<MessageVersion>> VersionsAsync(
        Snowflake planetId,
        long seq,
        long afterRev,
        int limit,
        long asOf,
        CancellationToken cancellation = default
    )
    {
        var command = databases.Reads.Command(
            "SELECT rev, text, at FROM message_edits WHERE planet_id = $1 AND seq = $2 AND rev > $3 ORDER BY rev LIMIT $4",
            "rev",
            planetId,
            asOf,
            seq,
            afterRev,
            limit
        );
        return await command.RowsAsync(
            reader => new MessageVersion(reader.GetInt64(0), reader.GetString(1), reader.Time(2)),
            cancellation
        );
    }

    /// <summary>The original result of a send; null where the key was never used.</summary>
    public async Task<StoredKey?> FindKeyAsync(
        Snowflake planetId,
        Snowflake senderId,
        string clientMessageId,
        CancellationToken cancellation = default
    )
    {
        await using var command = databases.Primary.Command(
            """
            SELECT sender_id, client_message_id, id, seq, posted_rev, created_at, request_hash FROM messages
            WHERE planet_id = $1 AND sender_id = $2 AND client_message_id = $3
            """,
            planetId.Value,
            senderId.Value,
            clientMessageId
        );
        var found = await command.RowsAsync(reader => ReadKey(reader, 0), cancellation);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>
    /// Makes the reply counts exact, deleted replies included, of every message that one with a seq of at least
    /// <paramref name="fromSeq"/> replies to, and of those with such a seq themselves.
    /// </summary>
    public async Task RecountRepliesAsync(Snowflake planetId, long fromSeq, CancellationToken cancellation = default)
    {
        await using var command = databases.Primary.Command(
            """
            WITH roots AS (
                SELECT reply_to_seq AS seq FROM messages
                WHERE planet_id = $1 AND seq >= $2 AND reply_to_seq IS NOT NULL
                UNION
                SELECT seq FROM messages WHERE planet_id = $1 AND seq >= $2 AND reply_count > 0
            ), counts AS MATERIALIZED (
                SELECT roots.seq, replies.count FROM roots CROSS JOIN LATERAL (
                    SELECT count(*)::int FROM messages reply
                    WHERE reply.planet_id = $1 AND reply.reply_to_seq = roots.seq
                ) replies
            )
            UPDATE messages root SET reply_count = counts.count FROM counts
            WHERE root.planet_id = $1 AND root.seq = counts.seq AND root.reply_count <> counts.count
            """,
            planetId.Value,
            fromSeq
        );
        await command.ChangeAsync(cancellation);
        databases.Writers.Wrote(planetId);
    }

    /// <summary>
    /// Of the messages from <paramref name="first"/> to <paramref name="head"/> that have replies or are said to: what
    /// is stored, and what the replies up to the head come to.
    /// </summary>
    public async Task<IReadOnlyList<ReplyAudit>> AuditRepliesAsync(Snowflake planetId, long first, long head)
    {
        await using var command = databases.Primary.Command(
            """
            SELECT m.seq, m.reply_count, COALESCE(replies.count, 0)::int FROM messages m
            LEFT JOIN (
                SELECT reply_to_seq, count(*) FROM messages
                WHERE planet_id = $1 AND reply_to_seq BETWEEN $2 AND $3 AND seq <= $3 GROUP BY reply_to_seq
            ) replies ON replies.reply_to_seq = m.seq
            WHERE m.planet_id = $1 AND m.seq BETWEEN $2 AND $3 AND (m.reply_count > 0 OR replies.count > 0)
            """,
            planetId.Value,
            first,
            head
        );
        return await command.RowsAsync(row => new ReplyAudit(row.GetInt64(0), row.GetInt32(1), row.GetInt32(2)));
    }

    internal static StoredKey ReadKey(NpgsqlDataReader reader, int first) =>
        new(
            reader.Id(first),
            reader.GetString(first + 1),
            reader.Id(first + 2),
            reader.GetInt64(first + 3),
            reader.GetInt64(first + 4),
            reader.Time(first + 5),
            reader.GetFieldValue<byte[]>(first + 6)
        );

    /// <summary>Messages of the planet <c>$1</c>, by a condition and an order.</summary>
    private PlanetCommand Select(
        string which,
        string order,
        Snowflake planetId,
        long asOf,
        params ReadOnlySpan<object?> values
    ) =>
        databases.Reads.Command(
            $"SELECT {Columns} FROM {Messages} WHERE m.planet_id = $1 AND {which}",
            order,
            planetId,
            asOf,
            values
        );

    private static StoredMessage Read(NpgsqlDataReader reader) =>
        new(
            reader.Id(0),
            reader.GetInt64(1),
            reader.GetInt64(2),
            reader.GetInt64(3),
            reader.Id(4),
            (MessageType)reader.GetInt16(5),
            reader.TextOrNull(6),
            reader.LongOrNull(7),
            reader.GetFieldValue<long[]>(8),
            reader.GetInt32(9),
            reader.GetString(10),
            reader.GetFieldValue<byte[]>(11),
            reader.Time(12),
            reader.TimeOrNull(13),
            reader.TimeOrNull(14)
        )
        {
            PinnedAt = reader.TimeOrNull(15),
            MentionsAll = reader.GetBoolean(16),
            Reactions = reader.IsDBNull(17)
                ? []
                : Grouped(reader.GetFieldValue<string[]>(17), reader.GetFieldValue<long[]>(18)),
        };

    private static ImmutableArray<StoredReaction> Grouped(string[] emojis, long[] users) =>
        [
            .. emojis
                .Zip(users)
                .GroupBy(reaction => reaction.First, reaction => new Snowflake(reaction.Second))
                .Select(kind => new StoredReaction(kind.Key, [.. kind])),
        ];
}
