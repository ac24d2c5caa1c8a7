using System.Collections.Immutable;
using System.Text.Json;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Users;

namespace Connecto.Web.Api;

/// <summary>A user as he sees himself. <c>Settings</c> holds every setting, as it is or as it is from the start.</summary>
public sealed record Me(
    Snowflake Id,
    string DisplayName,
    string? AvatarUrl,
    string Email,
    ImmutableArray<string> Roles,
    string Language,
    UserSettings Settings,
    DateTimeOffset CreatedAt
)
{
    /// <exception cref="ChatException"><see cref="ErrorCode.Unauthenticated"/>: the account is gone.</exception>
    internal static Me From(Account? account) =>
        account is null
            ? throw new ChatException(ErrorCode.Unauthenticated)
            : new Me(
                account.Id,
                account.DisplayName,
                account.AvatarUrl,
                account.Email,
                [.. account.Roles],
                account.Language,
                JsonSerializer.Deserialize<UserSettings>(account.Settings, WireJson.Options)!,
                account.CreatedAt
            );
}
