using Connecto.Errors;
using Connecto.Storage;
using Connecto.Users;
using Connecto.Web.Auth;
using Npgsql;

namespace Connecto.Web.Admin;

/// <summary>
/// Lets only admins pass. It asks PostgreSQL, not the token: a role that was taken away is gone at once, and admins
/// call seldom. Only what is needed most while PostgreSQL is away, <see cref="ToldWithoutDatabase"/>, then goes by the token.
/// </summary>
internal sealed class AdminOnly(AccountStore accounts, TimeProvider time) : IEndpointFilter
{
    /// <summary>How long PostgreSQL is waited for where there is an answer without it.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext;
        var caller = Caller.From(request.User) ?? throw new ChatException(ErrorCode.Unauthenticated);
        return await IsAdminAsync(caller, request) ? await next(context) : throw new ChatException(ErrorCode.Forbidden);
    }

    /// <summary>Whether PostgreSQL did not answer, be it by a word or in time.</summary>
    internal static bool IsAway(Exception failure) =>
        failure is TimeoutException || (failure is NpgsqlException database && database.Passes());

    private async Task<bool> IsAdminAsync(Caller caller, HttpContext request)
    {
        var known = accounts.CredentialsAsync(caller.UserId, request.RequestAborted);
        if (request.GetEndpoint()?.Metadata.GetMetadata<ToldWithoutDatabase>() is null)
        {
            return (await known)?.Roles.Contains(Account.AdminRole) == true;
        }
        try
        {
            return (await known.WaitAsync(Patience, time, request.RequestAborted))?.Roles.Contains(Account.AdminRole)
                == true;
        }
        catch (Exception failure) when (IsAway(failure))
        {
            request.Features.Set(new DatabaseAway());
            return request.User.IsInRole(Account.AdminRole);
        }
    }
}

/// <summary>Marks what has an answer while PostgreSQL is away: it tells what processes hold, and of nobody.</summary>
internal sealed record ToldWithoutDatabase;

/// <summary>Stands among a request's features where PostgreSQL was asked whether the caller is an admin, and did not answer.</summary>
internal sealed record DatabaseAway;
