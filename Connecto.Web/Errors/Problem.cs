using System.Collections.Immutable;

namespace Connecto.Web.Errors;

/// <summary>A REST error as RFC 9457 has it, with the contract's <c>code</c>, <c>traceId</c> and <c>errors</c>.</summary>
public sealed record Problem(
    int Status,
    string Title,
    string? Detail,
    string Code,
    string TraceId,
    IReadOnlyDictionary<string, ImmutableArray<string>>? Errors = null
);
