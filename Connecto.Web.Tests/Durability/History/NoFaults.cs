namespace Connecto.Web.Tests.Durability.History;

/// <summary>What clients report of the run itself.</summary>
public sealed class NoFaults : IHistoryRule
{
    /// <inheritdoc/>
    public string Says => "no client saw a hole, a double, a refusal without reason or a call without an answer";

    /// <inheritdoc/>
    public IEnumerable<string> Broken(RunRecord run) => run.Faults;
}
