using Connecto.Ids;
using Connecto.Storage;

namespace Connecto.Users;

/// <summary>
/// What is held of a user, for himself: each row as JSON that PostgreSQL makes, one after another, so that any number takes no
/// more memory. Messages that are in archives are not among them. From the primary, as it is to be complete.
/// </summary>
public sealed class UserExport(Databases databases)
{
    // Ids are texts and times are in milliseconds, as everywhere on the wire. His messages are found planet by planet, by the
    // index of their keys.
    private static readonly (string Name, string Rows)[] _sections =
    [
        (
            "account",
            $"""
            SELECT id::text, email, display_name AS "displayName", avatar_url AS "avatarUrl", language, roles, settings,
                   {Time("banned_at")} AS "bannedAt", {Time("last_seen_at")} AS "lastSeenAt",
                   {Time("created_at")} AS "createdAt"
            FROM users WHERE id = $1 AND deleted_at IS NULL
            """
        ),
        (
            "sessions",
            $"""
            SELECT id::text, {Time("created_at")} AS "createdAt", {Time("last_seen_at")} AS "lastSeenAt",
                   {Time("expires_at")} AS "expiresAt", address, agent
            FROM sessions WHERE user_id = $1 AND ended_at IS NULL ORDER BY sessions.id
            """
        ),
        (
            "blocks",
            $"""
            SELECT blocked_id::text AS "userId", {Time("created_at")} AS "createdAt"
            FROM blocks WHERE user_id = $1 ORDER BY blocked_id
            """
        ),
        (
            "notifications",
            $"""
            SELECT id::text, kind, planet_id::text AS "planetId", seq, data, {Time("created_at")} AS "createdAt"
            FROM notifications WHERE user_id = $1 ORDER BY notifications.id
            """
        ),
        (
            "travels",
            $"""
            SELECT t.id::text, t.title, {Time("m.joined_at")} AS "joinedAt"
            FROM travel_members m JOIN travels t ON t.id = m.travel_id
            WHERE m.user_id = $1 AND m.left_at IS NULL AND t.deleted_at IS NULL ORDER BY t.id
            """
        ),
        (
            "planets",
            $"""
            SELECT p.id::text, p.name, m.status = 0 AS "isMember", {Time("m.joined_at")} AS "joinedAt",
                   m.last_read_seq AS "lastReadSeq"
            FROM {Memberships} JOIN planets p ON p.id = m.planet_id WHERE p.deleted_at IS NULL ORDER BY p.id
            """
        ),
        (
            "messages",
            $"""
            SELECT s.id::text, s.planet_id::text AS "planetId", s.seq, s.text, {Time("s.created_at")} AS "createdAt",
                   {Time("s.edited_at")} AS "editedAt", {Time("s.deleted_at")} AS "deletedAt"
            FROM {Memberships} JOIN messages s ON s.planet_id = m.planet_id AND s.sender_id = $1
            """
        ),
    ];

    private const string Memberships = """
        (SELECT * FROM planet_members WHERE user_id = $1 AND status = 0
         UNION ALL SELECT * FROM planet_members WHERE user_id = $1 AND status <> 0) m
        """;

    /// <summary>Hands on the sections in order, each as its name and then its rows.</summary>
    public async Task ReadAsync(
        Snowflake userId,
        Func<string, Task> section,
        Func<string, Task> row,
        CancellationToken cancellation
    )
    {
        foreach (var (name, rows) in _sections)
        {
            await section(name);
            await using var command = databases.Primary.Command(
                $"SELECT json_strip_nulls(row_to_json(held))::text FROM ({rows}) held",
                userId.Value
            );
            await command.EachAsync(reader => row(reader.GetString(0)), cancellation);
        }
    }

    private static string Time(string column) =>
        $"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')""";
}
