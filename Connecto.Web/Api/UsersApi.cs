using Connecto.Errors;
using Connecto.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connecto.Web.Api;

/// <summary>Users as everybody sees them.</summary>
internal static class UsersApi
{
    public static void MapUsersApi(this IEndpointRouteBuilder api) =>
        api.MapGroup("users").WithTags("users").MapGet("{id}", Get);

    private static async Task<Ok<Profile>> Get(PathId id, AccountStore accounts, CancellationToken cancellation) =>
        TypedResults.Ok(
            await accounts.ProfileAsync(id.Value, cancellation) ?? throw new ChatException(ErrorCode.NotFound)
        );
}
