using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Users;

namespace Connecto.Web.Admin;

/// <summary>A user as admins see him.</summary>
public sealed record AdminUser(
    Snowflake Id,
    string DisplayName,
    string? AvatarUrl,
    string Email,
    ImmutableArray<string> Roles,
    bool Banned,
    DateTimeOffset? BannedAt,
    DateTimeOffset CreatedAt
)
{
    internal static AdminUser From(Account account) =>
        new(
            account.Id,
            account.DisplayName,
            account.AvatarUrl,
            account.Email,
            [.. account.Roles],
            account.BannedAt is not null,
            account.BannedAt,
            account.CreatedAt
        );
}
