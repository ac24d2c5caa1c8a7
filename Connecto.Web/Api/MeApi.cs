using System.Collections.Immutable;
using System.Text.Json;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Users;
using Connecto.Web.Auth;
using Connecto.Web.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Connecto.Web.Api;

/// <summary>The caller's own account.</summary>
internal static class MeApi
{
    public static void MapMeApi(this IEndpointRouteBuilder api)
    {
        var me = api.MapGroup("me").WithTags("me");
        me.MapGet("", Get);
        me.MapPatch("", Patch);
        me.MapPost("password", ChangePassword);
    }

    private static async Task<Ok<Me>> Get(Caller caller, AccountStore accounts, CancellationToken cancellation) =>
        TypedResults.Ok(Me.From(await accounts.FindAsync(caller.UserId, cancellation)));

    private static async Task<Ok<Me>> Patch(
        Caller caller,
        Body<PatchRequest> body,
        AccountStore accounts,
        CancellationToken cancellation
    )
    {
        var displayName = body.Value.DisplayName is { } name ? AccountRules.DisplayName(name) : null;
        var language = body.Value.Language is { } tag ? AccountRules.Language(tag) : null;
        var account = await accounts.UpdateProfileAsync(caller.UserId, displayName, language, cancellation);
        return TypedResults.Ok(Me.From(account));
    }

    /// <summary>A new password ends all sessions of the user, this one included: whoever knew the old one is out.</summary>
    private static async Task<NoContent> ChangePassword(
        Caller caller,
        Body<PasswordRequest> body,
        AccountStore accounts,
        SessionStore sessions,
        Passwords passwords,
        LoginLimits limits,
        Grants grants,
        CancellationToken cancellation
    )
    {
        var current = body.Value.CurrentPassword ?? throw ChatException.Invalid("currentPassword", "this is missing");
        var next = AccountRules.Password(body.Value.NewPassword, "newPassword");
        var known = await accounts.CredentialsAsync(caller.UserId, cancellation);
        limits.TakeAccount(caller.UserId.ToString());
        var verified = await passwords.VerifyAsync(known?.PasswordHash, current, cancellation);
        if (known is null || verified == PasswordVerificationResult.Failed)
        {
            throw ChatException.Invalid("currentPassword", "this is not your password");
        }
        var hash = await passwords.HashAsync(next, cancellation);
        if (!await sessions.ChangePasswordAsync(caller.UserId, known.PasswordHash, hash, cancellation))
        {
            throw new ChatException(ErrorCode.Conflict, "Your password was changed in this moment.");
        }
        await grants.SessionsChangedAsync(caller.UserId);
        return TypedResults.NoContent();
    }

    private sealed record PatchRequest(string? DisplayName, string? Language);

    private sealed record PasswordRequest(string? CurrentPassword, string? NewPassword);
}

/// <summary>A user as he sees himself.</summary>
public sealed record Me(
    Snowflake Id,
    string DisplayName,
    string? AvatarUrl,
    string Email,
    ImmutableArray<string> Roles,
    string Language,
    JsonElement Settings,
    DateTimeOffset CreatedAt
)
{
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
                JsonElement.Parse(account.Settings),
                account.CreatedAt
            );
}
