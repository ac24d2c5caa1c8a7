using Connecto.Bench.Load;

namespace Connecto.Bench.Faults;

/// <summary>
/// What one history showed: the faults, how often clients did what, how long their sends took from the first call to the
/// answer, and which rules are broken, if any.
/// </summary>
internal sealed record RoundResult(
    IReadOnlyList<StruckFault> Faults,
    IReadOnlyDictionary<string, int> Counts,
    LatencyHistogram Sends,
    string? Broken
);
