using System.ComponentModel.DataAnnotations;
using Connecto.Errors;
using Connecto.Jobs;
using Connecto.Presence;
using Connecto.Users;
using Connecto.Web.Auth;
using Connecto.Web.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Orleans;

namespace Connecto.Web.Api;

/// <summary>The caller's own account.</summary>
internal static class MeApi
{
    public static void MapMeApi(this IEndpointRouteBuilder api)
    {
        var me = api.MapGroup("me").WithTags("me");
        me.MapGet("", Get);
        me.MapPatch("", Patch);
        me.MapDelete("", Delete);
        me.MapPost("password", ChangePassword);
    }

    private static async Task<Ok<Me>> Get(Caller caller, AccountStore accounts, CancellationToken cancellation) =>
        TypedResults.Ok(Me.From(await accounts.FindAsync(caller.UserId, cancellation)));

    /// <summary>What is absent stays. The answer comes once the caller's planets know what concerns them.</summary>
    private static async Task<Ok<Me>> Patch(
        Caller caller,
        Body<PatchRequest> body,
        ProfileStore profiles,
        JobRunner jobs,
        IGrainFactory grains,
        CancellationToken cancellation
    )
    {
        var (displayName, language, avatarUrl, settings) = body.Value;
        var patch = new ProfilePatch(
            displayName is null ? null : AccountRules.DisplayName(displayName),
            language is null ? null : AccountRules.Language(language),
            avatarUrl is null ? null : AccountRules.AvatarUrl(avatarUrl),
            settings?.Presence,
            settings?.ReadReceipts
        );
        var change = await profiles.ChangeAsync(caller.UserId, patch, cancellation);
        if (change?.Job is { } job)
        {
            await jobs.RunAsync(job);
        }
        if (settings?.Presence is not null)
        {
            await grains.PresenceOf(caller.UserId).SettingsChanged(caller.UserId);
        }
        return TypedResults.Ok(Me.From(change?.Account));
    }

    /// <summary>Erases the account. What he wrote stays, under a user without a name.</summary>
    private static async Task<NoContent> Delete(Caller caller, Erasure erasure)
    {
        await erasure.EraseAsync(caller.UserId);
        return TypedResults.NoContent();
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

    private sealed record PatchRequest(
        string? DisplayName,
        string? Language,
        string? AvatarUrl,
        SettingsRequest? Settings
    );

    private sealed record SettingsRequest(PresenceAudience? Presence, bool? ReadReceipts);

    private sealed record PasswordRequest([Required] string? CurrentPassword, [Required] string? NewPassword);
}
