using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Connecto.Admin;
using Connecto.Errors;
using Connecto.Users;
using Connecto.Web.Api;
using Connecto.Web.Auth;
using Connecto.Web.Limits;

namespace Connecto.Web.Admin;

/// <summary>All that is held of a user, to be handed to him.</summary>
internal static class AdminExportApi
{
    public static void MapAdminExportApi(this IEndpointRouteBuilder admin) =>
        admin.MapGet("users/{id}/export", Export).Produces<ExportAnswer>();

    /// <summary>One object with a list for each kind, written as it is read. It holds what is private, so it is audited.</summary>
    private static async Task Export(
        PathId id,
        Caller caller,
        HttpContext context,
        AccountStore accounts,
        UserExport export,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        _ = await accounts.FindAsync(id.Value, cancellation) ?? throw new ChatException(ErrorCode.NotFound);
        var (target, address) = (AuditTarget.User(id.Value), ClientAddress.Of(context));
        var nothing = new Dictionary<string, object?>();
        await audit.WriteAsync(new AuditAct(caller.UserId, "user.export", target, nothing, address));
        context.Response.ContentType = "application/json";
        await using var text = new StreamWriter(context.Response.Body, new UTF8Encoding(false), leaveOpen: true);
        var (isFirstSection, isFirstRow) = (true, true);
        await text.WriteAsync('{');
        await export.ReadAsync(
            id.Value,
            async name =>
            {
                await text.WriteAsync(isFirstSection ? $"\"{name}\":[" : $"],\"{name}\":[");
                (isFirstSection, isFirstRow) = (false, true);
            },
            async row =>
            {
                await text.WriteAsync(isFirstRow ? row : $",{row}");
                isFirstRow = false;
            },
            cancellation
        );
        await text.WriteAsync("]}");
    }
}

/// <summary>What an export holds, by kind. It is never held as a whole here.</summary>
public sealed record ExportAnswer(
    ImmutableArray<JsonElement> Account,
    ImmutableArray<JsonElement> Sessions,
    ImmutableArray<JsonElement> Blocks,
    ImmutableArray<JsonElement> Notifications,
    ImmutableArray<JsonElement> Travels,
    ImmutableArray<JsonElement> Planets,
    ImmutableArray<JsonElement> Messages
);
