using System.Collections.Immutable;
using System.Diagnostics;
using Connecto.Errors;

namespace Connecto.Web.Errors;

/// <summary>A REST error as RFC 9457 has it, with the contract's <c>code</c>, <c>traceId</c> and <c>errors</c>.</summary>
public sealed record Problem(
    int Status,
    string Title,
    string? Detail,
    string Code,
    string TraceId,
    IReadOnlyDictionary<string, ImmutableArray<string>>? Errors = null
)
{
    internal static Problem From(ChatException refusal, int status, HttpContext context) =>
        new(status, refusal.Code.Title(), refusal.Message, refusal.Code.Name(), TraceIdOf(context), refusal.Fields);

    internal static string TraceIdOf(HttpContext context) =>
        Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
}
