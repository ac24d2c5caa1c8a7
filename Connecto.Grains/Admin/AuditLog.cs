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

    /// <summary>
    /// Writes what was done with <paramref name="outcome"/> in its detail, unless the trail of its target has this already:
    /// what is asked for again is done once, and told once.
    /// </summary>
    public async Task WriteOnceAsync(AuditAct act, string outcome)
    {
        await using var batch = databases.Primary.CreateBatch();
        AddIf(
            batch,
            act,
            """
            WHERE NOT EXISTS (
                SELECT FROM audit WHERE target = $5 AND action = $4 AND actor_id = $3 AND detail -> $8::text = $7::jsonb -> $8::text
            )
            """,
            outcome
        );
        await batch.ChangeAsync();
    }

    /// <summary>The statement that writes an entry, as part of the transaction of what it tells.</summary>
    public void Add(NpgsqlBatch batch, AuditAct act) => batch.Add(Insert, Values(act));

    /// <summary>The same for what was done to a user, if there is one; after the statement that did it.</summary>
    public void AddIfUser(NpgsqlBatch batch, AuditAct act, Snowflake userId) =>
        AddIf(batch, act, "FROM users WHERE users.id = $8 AND deleted_at IS NULL", userId.Value);

    /// <summary>
    /// The same where <paramref name="rows"/>, a FROM or WHERE with values from <c>$8</c> on, finds one row; after the
    /// statement that did it.
    /// </summary>
    public void AddIf(NpgsqlBatch batch, AuditAct act, string rows, params ReadOnlySpan<object?> values) =>
        batch.Add($"{Insert} {rows}", [.. Values(act), .. values]);

    /// <summary>
    /// Entries before <paramref name="before"/>, newest first: all, or those of one admin, of one action, of one
    /// target, or of several of these. From the primary: most of what is written here is told nobody by name.
    /// </summary>
    public async Task<List<AuditEntry>> ListAsync(
        Snowflake? actorId,
        string? action,
        string? target,
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
        if (target is not null)
        {
            values.Add(target);
            where += $" AND target = ${values.Count}";
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
