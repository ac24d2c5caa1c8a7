using System.Text.Json;
using Connecto.Ids;
using Connecto.Storage;
using Npgsql;
using NpgsqlTypes;

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
        await using var command = databases.Primary.Command(
            "INSERT INTO audit (id, at, actor_id, action, target, address, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            ids.Next().Value,
            time.GetUtcNow(),
            actorId.Value,
            action,
            target,
            address
        );
        command.Parameters.Add(
            new NpgsqlParameter { Value = JsonSerializer.Serialize(detail), NpgsqlDbType = NpgsqlDbType.Jsonb }
        );
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
