using Connecto.Ids;

namespace Connecto.Admin;

/// <summary>
/// What an admin does, as it will stand in the trail. Secrets do not belong into <c>Detail</c>; <c>Target</c> is one of
/// <see cref="AuditTarget"/>, or null where there is not one alone.
/// </summary>
public sealed record AuditAct(
    Snowflake ActorId,
    string Action,
    string? Target,
    IReadOnlyDictionary<string, object?> Detail,
    string? Address
);

/// <summary>What was acted on, as the trail names it.</summary>
public static class AuditTarget
{
    public static string User(Snowflake id) => $"user:{id}";

    public static string Planet(Snowflake id) => $"planet:{id}";

    public static string Report(Snowflake id) => $"report:{id}";

    public static string Announcement(Snowflake id) => $"announcement:{id}";
}
