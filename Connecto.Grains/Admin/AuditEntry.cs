using System.Text.Json;
using Connecto.Ids;

namespace Connecto.Admin;

/// <summary>One thing that was done, by whom (null: the system itself), to what, and from which address.</summary>
public sealed record AuditEntry(
    Snowflake Id,
    DateTimeOffset At,
    Snowflake? ActorId,
    string Action,
    string? Target,
    JsonElement Detail,
    string? Address
);
