using Connecto.Ids;
using Npgsql;

namespace Connecto.Bench.Search;

/// <summary>The query that searches replace: <c>ILIKE</c> over the texts of a user's planets.</summary>
internal sealed class LikeSearch(NpgsqlDataSource source, Snowflake userId)
{
    private const string Spaces = " \t\r\n";

    // As the planner likes, but that no index helps.
    private const string WithoutIndexes = """
        SET LOCAL enable_indexscan = off; SET LOCAL enable_indexonlyscan = off; SET LOCAL enable_bitmapscan = off
        """;

    /// <summary>A page of the newest, read from the whole table.</summary>
    public async Task<int> PageAsync(AskedQuery query, int limit)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var settings = new NpgsqlCommand(WithoutIndexes, connection))
        {
            await settings.ExecuteNonQueryAsync();
        }
        return (await ReadAsync(connection, Newest, query.Parts, limit)).Count;
    }

    /// <summary>A page of the newest, read by the key of messages from the user's planets alone.</summary>
    public async Task<int> PageByKeyAsync(AskedQuery query, int limit)
    {
        await using var connection = await source.OpenConnectionAsync();
        return (await ReadAsync(connection, Newest, query.Parts, limit)).Count;
    }

    /// <summary>All of them, whatever spaces there are.</summary>
    public async Task<IReadOnlyList<long>> AllAsync(AskedQuery query)
    {
        await using var connection = await source.OpenConnectionAsync();
        string[] parts = [.. query.Parts.Select(part => part.Replace(" ", "", StringComparison.Ordinal))];
        return await ReadAsync(connection, WithoutSpaces, parts, limit: null);
    }

    private const string Asked = """
        SELECT m.id FROM planet_members p JOIN messages m ON m.planet_id = p.planet_id AND m.seq > p.joined_seq
        WHERE p.user_id = $1 AND p.status = 0 AND m.deleted_at IS NULL
        """;

    private const string Newest = $"{Asked} AND m.text ILIKE ALL ($2) ORDER BY m.created_at DESC, m.id DESC LIMIT $3";

    private const string WithoutSpaces =
        $"{Asked} AND translate(m.text, '{Spaces}', '') ILIKE ALL ($2) ORDER BY m.id DESC LIMIT $3";

    private async Task<IReadOnlyList<long>> ReadAsync(
        NpgsqlConnection connection,
        string sql,
        string[] parts,
        int? limit
    )
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.AddWithValue(userId.Value);
        command.Parameters.AddWithValue(Array.ConvertAll(parts, part => $"%{part}%"));
        command.Parameters.Add(new NpgsqlParameter<int?> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<long>();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetInt64(0));
        }
        return ids;
    }
}
