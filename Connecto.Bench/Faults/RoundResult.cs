namespace Connecto.Bench.Faults;

/// <summary>What one history showed: the faults, how often clients did what, and which rules are broken, if any.</summary>
internal sealed record RoundResult(
    IReadOnlyList<StruckFault> Faults,
    IReadOnlyDictionary<string, int> Counts,
    string? Broken
);
