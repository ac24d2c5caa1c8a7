namespace Connecto.Bench.Load;

/// <summary>What calls into grains showed.</summary>
/// <param name="Call">What was called.</param>
/// <param name="UnderWay">Calls that were under way at once.</param>
/// <param name="CallsPerSecond">Answered.</param>
/// <param name="Milliseconds">From call to answer.</param>
/// <param name="CpuMicroseconds">CPU time of the process, callers and silo together, for a call.</param>
/// <param name="Failed">Calls that failed.</param>
/// <param name="FirstFailure">Why the first of them did.</param>
internal sealed record GrainResult(
    string Call,
    int UnderWay,
    double CallsPerSecond,
    Latency Milliseconds,
    double CpuMicroseconds,
    long Failed,
    string? FirstFailure
);
