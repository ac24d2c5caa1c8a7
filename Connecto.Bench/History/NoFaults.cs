namespace Connecto.Bench.History;

/// <summary>What clients report of the run itself.</summary>
internal sealed class NoFaults : IHistoryRule
{
    /// <inheritdoc/>
    public string Says => "no client saw a hole, a double, a refusal without reason or a call without an answer";

    /// <inheritdoc/>
    public IEnumerable<string> Broken(RunRecord run) => run.Faults;
}
