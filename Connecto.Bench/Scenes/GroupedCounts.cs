using Connecto.Ids;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Bench.Scenes;

/// <summary>
/// A page with its counts the way the first plan of Connecto read it: the messages, then two grouped counts, of the rows
/// in <c>bench.receipts</c> and of replies, each by an index. The page is the product's own query, over the product's
/// own pool.
/// </summary>
internal sealed class GroupedCounts(MessageStore messages, Databases databases)
{
    private const string Reads =
        "SELECT message_id, count(*)::int FROM bench.receipts WHERE message_id = ANY($1) GROUP BY message_id";

    private const string Replies = """
        SELECT reply_to_seq, count(*)::int FROM messages WHERE planet_id = $1 AND reply_to_seq = ANY($2)
        GROUP BY reply_to_seq
        """;

    /// <summary>The newest page, one statement after the other.</summary>
    public async Task<IReadOnlyList<CountedMessage>> NewestAsync(Snowflake planet, int limit) =>
        await CountAsync(planet, await messages.NewestAsync(planet, limit));

    /// <summary>The page before a message.</summary>
    public async Task<IReadOnlyList<CountedMessage>> BeforeAsync(Snowflake planet, long before, int limit) =>
        await CountAsync(planet, await messages.RangeAsync(planet, before - limit, before - 1, asOf: 0));

    /// <summary>The page before a message, with both counts in one round trip.</summary>
    public async Task<IReadOnlyList<CountedMessage>> BeforeAtOnceAsync(Snowflake planet, long before, int limit)
    {
        var page = await messages.RangeAsync(planet, before - limit, before - 1, asOf: 0);
        await using var batch = databases.Primary.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Reads) { Parameters = { new() { Value = Ids(page) } } });
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(Replies)
            {
                Parameters =
                {
                    new() { Value = planet.Value },
                    new() { Value = Seqs(page) },
                },
            }
        );
        await using var reader = await batch.ExecuteReaderAsync();
        var reads = await ReadAsync(reader);
        await reader.NextResultAsync();
        return Counted(page, reads, await ReadAsync(reader));
    }

    private async Task<IReadOnlyList<CountedMessage>> CountAsync(Snowflake planet, IReadOnlyList<StoredMessage> page)
    {
        var reads = await ReadAsync(Reads, Ids(page));
        return Counted(page, reads, await ReadAsync(Replies, planet.Value, Seqs(page)));
    }

    private async Task<Dictionary<long, int>> ReadAsync(string sql, params object[] values)
    {
        await using var command = databases.Primary.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
        await using var reader = await command.ExecuteReaderAsync();
        return await ReadAsync(reader);
    }

    private static async Task<Dictionary<long, int>> ReadAsync(NpgsqlDataReader reader)
    {
        var counts = new Dictionary<long, int>();
        while (await reader.ReadAsync())
        {
            counts.Add(reader.GetInt64(0), reader.GetInt32(1));
        }
        return counts;
    }

    private static IReadOnlyList<CountedMessage> Counted(
        IReadOnlyList<StoredMessage> page,
        Dictionary<long, int> reads,
        Dictionary<long, int> replies
    ) =>
        [
            .. page.Select(message => new CountedMessage(
                message.Seq,
                message.Text,
                reads.GetValueOrDefault(message.Id.Value),
                replies.GetValueOrDefault(message.Seq)
            )),
        ];

    private static long[] Ids(IReadOnlyList<StoredMessage> page) => [.. page.Select(message => message.Id.Value)];

    private static long[] Seqs(IReadOnlyList<StoredMessage> page) => [.. page.Select(message => message.Seq)];
}

/// <summary>What both ways have to agree on.</summary>
internal sealed record CountedMessage(long Seq, string? Text, int ReadCount, int ReplyCount);
