using Connecto.Errors;
using Connecto.Ids;
using Connecto.Users;
using Connecto.Web.Auth;
using Connecto.Web.Caching;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connecto.Web.Api;

/// <summary>Users as everybody sees them: never by, nor with, their e-mail address.</summary>
internal static class UsersApi
{
    private const int MostAtOnce = 100;

    public static void MapUsersApi(this IEndpointRouteBuilder api)
    {
        var users = api.MapGroup("users").WithTags("users");
        users.MapGet("", List);
        users.MapGet("{id}", Get);
    }

    /// <summary>Either those of <c>?ids=</c>, in this order, or those whom <c>?q=</c> finds, page by page.</summary>
    private static async Task<Ok<Listing<Profile>>> List(
        Page page,
        HttpRequest request,
        ProfileStore profiles,
        CachedProfiles cached,
        CancellationToken cancellation
    )
    {
        switch (Query.Text(request, "ids"), Query.Words(request))
        {
            case ({ } ids, null):
                return TypedResults.Ok(new Listing<Profile>([.. await cached.FindAsync(ReadIds(ids), cancellation)]));
            case (null, { } words):
                var rows = await profiles.SearchAsync(words, page.Cursor, page.Limit + 1, cancellation);
                return TypedResults.Ok(page.Of(rows, row => row.Id, row => row));
            default:
                throw ChatException.Invalid("q", "there is either ids or q");
        }
    }

    /// <summary>Who was deleted is still there, without a name: messages name him as their sender.</summary>
    private static async Task<Ok<Profile>> Get(PathId id, CachedProfiles profiles, CancellationToken cancellation)
    {
        var found = await profiles.FindAsync([id.Value], cancellation);
        return TypedResults.Ok(found.SingleOrDefault() ?? throw new ChatException(ErrorCode.NotFound));
    }

    private static Snowflake[] ReadIds(string text)
    {
        var ids = text.Split(',');
        if (ids.Length > MostAtOnce)
        {
            throw ChatException.Invalid("ids", $"at most {MostAtOnce}");
        }
        return
        [
            .. ids.Select(id =>
                    Snowflake.TryParse(id, out var read)
                        ? read
                        : throw ChatException.Invalid("ids", "these are decimal numbers with commas between them")
                )
                .Distinct(),
        ];
    }
}
