using System.ComponentModel.DataAnnotations;
using Connecto.Errors;
using Connecto.Messages;
using Connecto.Reports;
using Connecto.Web.Api;
using Connecto.Web.Auth;
using Connecto.Web.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connecto.Web.Admin;

/// <summary>What members have reported, and what becomes of it.</summary>
internal static class AdminReportsApi
{
    private const int LongestNote = 1_000;

    public static void MapAdminReportsApi(this IEndpointRouteBuilder admin)
    {
        var reports = admin.MapGroup("reports");
        reports.MapGet("", List);
        reports.MapPatch("{id}", Set);
    }

    private static async Task<Ok<Listing<Report>>> List(
        Page page,
        HttpRequest request,
        ReportStore reports,
        CancellationToken cancellation
    )
    {
        var status = Query.Text(request, "status") switch
        {
            null or "open" => ReportStatus.Open,
            "resolved" => ReportStatus.Resolved,
            "dismissed" => ReportStatus.Dismissed,
            _ => throw ChatException.Invalid("status", "this is open, resolved or dismissed"),
        };
        var rows = await reports.ListAsync(status, page.Cursor, page.Limit + 1, cancellation);
        return TypedResults.Ok(page.Of(rows, row => row.Id, row => row));
    }

    private static async Task<Ok<Report>> Set(
        PathId id,
        Caller caller,
        Body<SetRequest> body,
        HttpContext context,
        ReportStore reports,
        CancellationToken cancellation
    )
    {
        var status = body.Value.Status ?? throw ChatException.Invalid("status", "this is missing");
        var note = body.Value.Note;
        if (note is not null && (note.Length > LongestNote || !PlainText.IsStorable(note)))
        {
            throw ChatException.Invalid("note", $"a note has at most {LongestNote} characters");
        }
        var report = await reports.FindAsync(id.Value, cancellation) ?? throw new ChatException(ErrorCode.NotFound);
        var address = ClientAddress.Of(context);
        return TypedResults.Ok(await reports.SetAsync(report, status, note, caller.UserId, address, cancellation));
    }

    private sealed record SetRequest([Required] ReportStatus? Status, string? Note);
}
