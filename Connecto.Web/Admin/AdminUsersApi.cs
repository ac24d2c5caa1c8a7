using System.ComponentModel.DataAnnotations;
using Connecto.Admin;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Users;
using Connecto.Web.Api;
using Connecto.Web.Auth;
using Connecto.Web.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connecto.Web.Admin;

/// <summary>Users as admins make, find and moderate them.</summary>
internal static class AdminUsersApi
{
    public static void MapAdminUsersApi(this IEndpointRouteBuilder admin)
    {
        var users = admin.MapGroup("users");
        users.MapPost("", Create);
        users.MapGet("", Search);
        users.MapGet("{id}", Get);
        users.MapPatch("{id}", Patch);
        users.MapDelete("{id}", Erase);
    }

    /// <summary>Makes all or none; the answer is in the order of the request.</summary>
    private static async Task<Ok<Listing<UserReference>>> Create(
        Caller caller,
        Body<NewUser?[]> body,
        HttpContext context,
        AccountStore accounts,
        Passwords passwords,
        SnowflakeGenerator ids,
        CancellationToken cancellation
    )
    {
        var users = Bulk.Check(body.Value, "body");
        var hashes = await HashAsync(users, passwords, cancellation);
        var made = users
            .Select(user => new NewAccount(
                ids.Next(),
                AccountRules.Email(user.Email),
                AccountRules.DisplayName(user.DisplayName),
                user.Password is null ? null : hashes[user.Password]
            ))
            .ToList();
        var detail = new Dictionary<string, object?> { ["count"] = made.Count, ["first"] = made[0].Id.ToString() };
        var act = new AuditAct(caller.UserId, "users.create", Target: null, detail, ClientAddress.Of(context));
        await accounts.CreateAsync(made, act, cancellation);
        return TypedResults.Ok(new Listing<UserReference>([.. made.Select(user => new UserReference(user.Id))]));
    }

    /// <summary>All users, or those whose name or e-mail address has words that begin with those of <c>?q=</c>.</summary>
    private static async Task<Ok<Listing<AdminUser>>> Search(
        Page page,
        HttpRequest request,
        AccountStore accounts,
        CancellationToken cancellation
    )
    {
        var rows = Query.Words(request, AccountRules.LongestEmail) is { } words
            ? await accounts.SearchAsync(words, page.Cursor, page.Limit + 1, cancellation)
            : await accounts.ListAsync(page.Cursor, page.Limit + 1, cancellation);
        return TypedResults.Ok(page.Of(rows, row => row.Id, AdminUser.From));
    }

    private static async Task<Ok<AdminUser>> Get(PathId id, AccountStore accounts, CancellationToken cancellation) =>
        TypedResults.Ok(
            AdminUser.From(
                await accounts.FindAsync(id.Value, cancellation) ?? throw new ChatException(ErrorCode.NotFound)
            )
        );

    /// <summary>A ban and a new password end all sessions of the user.</summary>
    private static async Task<Ok<AdminUser>> Patch(
        PathId id,
        Caller caller,
        Body<PatchRequest> body,
        HttpContext context,
        AccountStore accounts,
        SessionStore sessions,
        Passwords passwords,
        Grants grants,
        CancellationToken cancellation
    )
    {
        var (banned, roles, password) = body.Value;
        if (roles?.Any(role => role != Account.AdminRole) == true)
        {
            throw ChatException.Invalid("roles", $"there is one role: {Account.AdminRole}");
        }
        var hash = password is null ? null : await passwords.HashAsync(AccountRules.Password(password), cancellation);
        var detail = new Dictionary<string, object?>
        {
            ["banned"] = banned,
            ["roles"] = roles,
            ["password"] = password is not null,
        };
        var target = AuditTarget.User(id.Value);
        var act = new AuditAct(caller.UserId, "user.change", target, detail, ClientAddress.Of(context));
        if (!await sessions.ModerateAsync(id.Value, banned, roles?.Distinct().ToArray(), hash, act, cancellation))
        {
            throw new ChatException(ErrorCode.NotFound);
        }
        await grants.SessionsChangedAsync(id.Value);
        return await Get(id, accounts, cancellation);
    }

    /// <summary>As the user does it himself. What cannot be audited is not done.</summary>
    private static async Task<NoContent> Erase(
        PathId id,
        Caller caller,
        HttpContext context,
        AccountStore accounts,
        AuditLog audit,
        Erasure erasure,
        CancellationToken cancellation
    )
    {
        _ = await accounts.FindAsync(id.Value, cancellation) ?? throw new ChatException(ErrorCode.NotFound);
        var (target, address) = (AuditTarget.User(id.Value), ClientAddress.Of(context));
        var nothing = new Dictionary<string, object?>();
        await audit.WriteAsync(new AuditAct(caller.UserId, "user.erase", target, nothing, address));
        await erasure.EraseAsync(id.Value);
        return TypedResults.NoContent();
    }

    /// <summary>
    /// Hashes each password once: users who get the same one in the same request share its hash, so that a thousand
    /// test users with one password do not cost a thousand hashes.
    /// </summary>
    private static async Task<Dictionary<string, string>> HashAsync(
        NewUser[] users,
        Passwords passwords,
        CancellationToken cancellation
    )
    {
        var hashes = new Dictionary<string, string>();
        foreach (var user in users)
        {
            if (user.Password is not null && !hashes.ContainsKey(AccountRules.Password(user.Password)))
            {
                hashes[user.Password] = await passwords.HashAsync(user.Password, cancellation);
            }
        }
        return hashes;
    }

    private sealed record NewUser([Required] string? Email, [Required] string? DisplayName, string? Password);

    private sealed record PatchRequest(bool? Banned, string[]? Roles, string? Password);
}

/// <summary>A user who was made.</summary>
public sealed record UserReference(Snowflake UserId);
