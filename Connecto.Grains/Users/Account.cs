using Connecto.Ids;

namespace Connecto.Users;

/// <summary>A user as he and admins see him. <c>Settings</c> is a JSON object.</summary>
public sealed record Account(
    Snowflake Id,
    string Email,
    string DisplayName,
    string? AvatarUrl,
    string Language,
    string[] Roles,
    string Settings,
    DateTimeOffset? BannedAt,
    DateTimeOffset CreatedAt
)
{
    /// <summary>The role that opens <c>admin/*</c>.</summary>
    public const string AdminRole = "admin";
}

/// <summary>A user to be made. Without <c>PasswordHash</c> he cannot log in by password.</summary>
public sealed record NewAccount(Snowflake Id, string Email, string DisplayName, string? PasswordHash);

/// <summary>What log-in compares with.</summary>
public sealed record Credentials(Snowflake UserId, string? PasswordHash, string[] Roles, bool Banned);

/// <summary>A user as everybody sees him; who was deleted has neither name nor avatar.</summary>
public sealed record Profile(Snowflake Id, string DisplayName, string? AvatarUrl);

/// <summary>What a user changes of himself; null stays as it is. An empty <c>AvatarUrl</c> takes the avatar away.</summary>
public sealed record ProfilePatch(
    string? DisplayName,
    string? Language,
    string? AvatarUrl,
    PresenceAudience? Presence,
    bool? ReadReceipts
);

/// <summary>
/// The user after a change. <c>Job</c> tells his planets, and where he sees other receipts than before his clients,
/// where they have something to hear.
/// </summary>
public sealed record ProfileChange(Account Account, Snowflake? Job);
