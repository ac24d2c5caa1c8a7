using Connecto.Admin;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connecto.Web.Admin;

/// <summary>The trail of what admins did, newest first.</summary>
internal static class AdminAuditApi
{
    public static void MapAdminAuditApi(this IEndpointRouteBuilder admin) => admin.MapGet("audit", List);

    private static async Task<Ok<Listing<AuditEntry>>> List(
        Page page,
        HttpRequest request,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        Snowflake? actorId =
            Query.Text(request, "actorId") is not { } text ? null
            : Snowflake.TryParse(text, out var id) ? id
            : throw ChatException.Invalid("actorId", "an id is a decimal number");
        var (action, target) = (Storable(request, "action"), Storable(request, "target"));
        var rows = await audit.ListAsync(actorId, action, target, page.Cursor, page.Limit + 1, cancellation);
        return TypedResults.Ok(page.Of(rows, row => row.Id, row => row));
    }

    private static string? Storable(HttpRequest request, string name) =>
        Query.Text(request, name) is not { } text || PlainText.IsStorable(text)
            ? Query.Text(request, name)
            : throw ChatException.Invalid(name, "this holds neither NUL nor lone surrogates");
}
