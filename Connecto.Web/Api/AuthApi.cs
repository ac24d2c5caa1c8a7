using System.ComponentModel.DataAnnotations;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Users;
using Connecto.Web.Auth;
using Connecto.Web.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Connecto.Web.Api;

/// <summary>Registration, log-in, refresh and log-out.</summary>
internal static class AuthApi
{
    public static void MapAuthApi(this IEndpointRouteBuilder api)
    {
        var auth = api.MapGroup("auth").WithTags("auth");
        auth.MapPost("register", Register).AllowAnonymous();
        auth.MapPost("login", Login).AllowAnonymous();
        auth.MapPost("refresh", Refresh).AllowAnonymous();
        auth.MapPost("logout", Logout);
    }

    private static async Task<Created<Grant>> Register(
        Body<RegisterRequest> body,
        HttpContext context,
        Registration registration,
        LoginLimits limits,
        AccountStore accounts,
        Passwords passwords,
        Grants grants,
        SnowflakeGenerator ids,
        CancellationToken cancellation
    )
    {
        registration.Demand();
        limits.TakeRegistration(context);
        var email = AccountRules.Email(body.Value.Email);
        var password = AccountRules.Password(body.Value.Password);
        var displayName = AccountRules.DisplayName(body.Value.DisplayName);
        var hash = await passwords.HashAsync(password, cancellation);
        var account = new NewAccount(ids.Next(), email, displayName, hash);
        await accounts.CreateAsync([account], act: null, cancellation);
        var grant =
            await grants.BeginAsync(account.Id, [], hash, context, cancellation)
            ?? throw new ChatException(ErrorCode.Unauthenticated);
        return TypedResults.Created($"/api/v1/users/{account.Id}", grant);
    }

    private static async Task<Ok<Grant>> Login(
        Body<LoginRequest> body,
        HttpContext context,
        LoginLimits limits,
        AccountStore accounts,
        Passwords passwords,
        Grants grants,
        CancellationToken cancellation
    )
    {
        var email = AccountRules.Email(body.Value.Email);
        var password = body.Value.Password ?? throw ChatException.Invalid("password", "this is missing");
        limits.TakeLogin(context, email);
        var known = await accounts.CredentialsAsync(email, cancellation);
        var verified = await passwords.VerifyAsync(known?.PasswordHash, password, cancellation);
        if (known is null || verified == PasswordVerificationResult.Failed)
        {
            throw new ChatException(ErrorCode.Unauthenticated, "E-mail address or password is wrong.");
        }
        if (known.Banned)
        {
            throw new ChatException(ErrorCode.Banned);
        }
        var hash = known.PasswordHash!;
        if (verified == PasswordVerificationResult.SuccessRehashNeeded)
        {
            var stronger = await passwords.HashAsync(password, cancellation);
            hash = await accounts.RehashAsync(known.UserId, hash, stronger, cancellation) ? stronger : hash;
        }
        var grant = await grants.BeginAsync(known.UserId, known.Roles, hash, context, cancellation);
        return TypedResults.Ok(grant ?? throw new ChatException(ErrorCode.Unauthenticated));
    }

    private static async Task<Ok<Grant>> Refresh(
        Body<RefreshRequest> body,
        Grants grants,
        CancellationToken cancellation
    )
    {
        var token = body.Value.RefreshToken ?? throw ChatException.Invalid("refreshToken", "this is missing");
        var grant = await grants.RenewAsync(token, cancellation);
        return TypedResults.Ok(grant ?? throw new ChatException(ErrorCode.Unauthenticated, "Log in again."));
    }

    private static async Task<NoContent> Logout(
        Caller caller,
        SessionStore sessions,
        Grants grants,
        CancellationToken cancellation
    )
    {
        await sessions.EndAsync(caller.UserId, caller.SessionId, cancellation);
        await grants.SessionsChangedAsync(caller.UserId);
        return TypedResults.NoContent();
    }

    private sealed record RegisterRequest(
        [Required] string? Email,
        [Required] string? Password,
        [Required] string? DisplayName
    );

    private sealed record LoginRequest([Required] string? Email, [Required] string? Password);

    private sealed record RefreshRequest([Required] string? RefreshToken);
}
