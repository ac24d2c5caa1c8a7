using System.ComponentModel.DataAnnotations;
using Connecto.Admin;
using Connecto.Errors;
using Connecto.Messages;
using Connecto.Reports;
using Connecto.Web.Api;
using Connecto.Web.Auth;
using Connecto.Web.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

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
        reports.MapGet("{id}/context", Context);
        reports.MapDelete("{id}/message", DeleteMessage);
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
        var report = await FindAsync(id, reports, cancellation);
        var address = ClientAddress.Of(context);
        return TypedResults.Ok(await reports.SetAsync(report, status, note, caller.UserId, address, cancellation));
    }

    /// <summary>Around a message that its planet's members alone may read, so it is audited who looked.</summary>
    private static async Task<Ok<ReportContext>> Context(
        PathId id,
        Caller caller,
        HttpContext context,
        ReportStore reports,
        ReportContextStore contexts,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        var report = await FindAsync(id, reports, cancellation);
        await audit.WriteAsync(ActOn(report, "report.read", caller, context));
        return TypedResults.Ok(await contexts.ReadAsync(report, cancellation));
    }

    /// <summary>Deletes the reported message for everybody, in the operator's name; what was reported stays in the report.</summary>
    private static async Task<Ok<RevAnswer>> DeleteMessage(
        PathId id,
        Caller caller,
        HttpContext context,
        ReportStore reports,
        IGrainFactory grains,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        var report = await FindAsync(id, reports, cancellation);
        await audit.WriteAsync(ActOn(report, "message.delete", caller, context));
        return TypedResults.Ok(new RevAnswer(await grains.Planet(report.PlanetId).Moderate(caller.UserId, report.Seq)));
    }

    private static async Task<Report> FindAsync(PathId id, ReportStore reports, CancellationToken cancellation) =>
        await reports.FindAsync(id.Value, cancellation) ?? throw new ChatException(ErrorCode.NotFound);

    private static AuditAct ActOn(Report report, string action, Caller caller, HttpContext context)
    {
        var detail = new Dictionary<string, object?>
        {
            ["planet"] = report.PlanetId.ToString(),
            ["seq"] = report.Seq,
            ["sender"] = report.SenderId.ToString(),
        };
        var target = AuditTarget.Report(report.Id);
        return new AuditAct(caller.UserId, action, target, detail, ClientAddress.Of(context));
    }

    private sealed record SetRequest([Required] ReportStatus? Status, string? Note);
}
