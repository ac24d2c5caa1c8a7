using System.ComponentModel.DataAnnotations;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Reports;
using Connecto.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Connecto.Web.Api;

/// <summary>Members' reports of messages to moderators.</summary>
internal static class ReportsApi
{
    private const int LongestReason = 500;

    public static void MapReportsApi(this IEndpointRouteBuilder api) =>
        api.MapPost("planets/{id}/messages/{seq}/report", Report).WithTags("messages");

    /// <summary>The same message reported again by the same member is the same report, with its first reason.</summary>
    private static async Task<Results<Created<ReportReference>, Ok<ReportReference>>> Report(
        PathId id,
        PathSeq seq,
        Caller caller,
        Body<ReportRequest> body,
        IGrainFactory grains,
        ReportStore reports,
        CancellationToken cancellation
    )
    {
        var reason = Reason(body.Value.Reason);
        var message = await grains.Planet(id).Message(caller.UserId, seq.Value);
        if (message.SenderId == caller.UserId || message.Type == MessageType.System)
        {
            throw ChatException.Invalid("seq", "only what somebody else has written can be reported");
        }
        if (message.DeletedAt is not null)
        {
            throw new ChatException(ErrorCode.Conflict, "The message is deleted.");
        }
        var (report, made) = await reports.AddAsync(message, caller.UserId, reason, cancellation);
        var reference = new ReportReference(report);
        return made ? TypedResults.Created(default(string), reference) : TypedResults.Ok(reference);
    }

    private static string Reason(string? reason)
    {
        var text = reason?.Trim() ?? "";
        return text.Length is >= 1 and <= LongestReason && PlainText.IsStorable(text)
            ? text
            : throw ChatException.Invalid("reason", $"a reason has 1 to {LongestReason} characters");
    }

    private sealed record ReportRequest([Required] string? Reason);
}

/// <summary>A report that is kept.</summary>
public sealed record ReportReference(Snowflake Id);
