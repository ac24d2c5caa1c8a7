using System.Text.Json;
using Connecto.Ids;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Admin;

/// <summary>The trail of what admins did. It only grows.</summary>
public sealed class AuditLog(Databases databases, SnowflakeGenerator ids, TimeProvider time)
{
    /// <summary>Writes one entry. Secrets do not belong into <paramref name="detail"/>.</summary>
    /// <param name="target">What was acted on, such as <c>user:123</c>.</param>
    public async Task WriteAsync(
        Snowflake actorId,
        string action,
        string? target,
        IReadOnlyDictionary<string, object?> detail,
        string? address,
        CancellationToken cancellation
    )
    {
        await using var batch = databases.Primary.CreateBatch();
        Add(batch, actorId, action, target, detail, address);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The statement that writes an entry, as part of the transaction of what it tells.</summary>
    public void Add(
        NpgsqlBatch batch,
        Snowflake actorId,
        string action,
        string? target,
        IReadOnlyDictionary<string, object?> detail,
        string? address
    ) =>
        batch.Add(
            "INSERT INTO audit (id, at, actor_id, action, target, address, detail) VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb)",
            ids.Next().Value,
            time.GetUtcNow(),
            actorId.Value,
            action,
            target,
            address,
            JsonSerializer.Serialize(detail)
        );

    /// <summary>Entries before <paramref name="before"/>, newest first: all, or those of one admin, of one action, or both.</summary>
    public async Task<List<AuditEntry>> ListAsync(
        Snowflake? actorId,
        string? action,
        Snowflake? before,
        int limit,
        CancellationToken cancellation
    )
    {
        // Only what is asked for stands in the query, so that each kind is read by the index that serves it.
        List<object?> values = [before?.Value ?? long.MaxValue, limit];
        var where = "id < $1";
        if (actorId is { } actor)
        {
            values.Add(actor.Value);
            where += $" AND actor_id = ${values.Count}";
        }
        if (action is not null)
        {
            values.Add(action);
            where += $" AND action = ${values.Count}";
        }
        await using var command = databases.Primary.Command(
            $"""
            SELECT id, at, actor_id, action, target, detail, address FROM audit
            WHERE {where} ORDER BY id DESC LIMIT $2
            """,
            [.. values]
        );
        return await command.RowsAsync(ReadEntry, cancellation);
    }

    private static AuditEntry ReadEntry(NpgsqlDataReader row) =>
        new(
            row.Id(0),
            row.Time(1),
            row.IsDBNull(2) ? null : row.Id(2),
            row.GetString(3),
            row.TextOrNull(4),
            JsonElement.Parse(row.GetString(5)),
            row.TextOrNull(6)
        );
}
