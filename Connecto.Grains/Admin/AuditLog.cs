using System.Text.Json;
using Connecto.Ids;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Admin;

/// <summary>The trail of what admins did. It only grows.</summary>
public sealed class AuditLog(Databases databases, SnowflakeGenerator ids, TimeProvider time)
{
    private const string Insert = """
        INSERT INTO audit (id, at, actor_id, action, target, address, detail)
        SELECT $1, $2, $3, $4, $5::text, $6::text, $7::jsonb
        """;

    /// <summary>
    /// Writes what is about to be done, before it is done: what cannot be audited is not done. It does not end with the
    /// request, because whoever hangs up has begun to act all the same.
    /// </summary>
    public async Task WriteAsync(AuditAct act)
    {
        await using var batch = databases.Primary.CreateBatch();
        Add(batch, act);
        await batch.ChangeAsync();
    }

    /// <summary>The statement that writes an entry, as part of the transaction of what it tells.</summary>
    public void Add(NpgsqlBatch batch, AuditAct act) => batch.Add(Insert, Values(act));

    /// <summary>The same for what was done to a user, if there is one; after the statement that did it.</summary>
    public void AddIfUser(NpgsqlBatch batch, AuditAct act, Snowflake userId) =>
        batch.Add(Insert + " FROM users WHERE users.id = $8 AND deleted_at IS NULL", [.. Values(act), userId.Value]);

    /// <summary>
    /// Entries before <paramref name="before"/>, newest first: all, or those of one admin, of one action, or both.
    /// </summary>
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
        var command = databases.Reads.Command(
            $"""
            SELECT id, at, actor_id, action, target, detail, address FROM audit
            WHERE {where} ORDER BY id DESC LIMIT $2
            """,
            [.. values]
        );
        return await command.RowsAsync(ReadEntry, cancellation);
    }

    private object?[] Values(AuditAct act) =>
        [
            ids.Next().Value,
            time.GetUtcNow(),
            act.ActorId.Value,
            act.Action,
            act.Target,
            act.Address,
            JsonSerializer.Serialize(act.Detail),
        ];

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
