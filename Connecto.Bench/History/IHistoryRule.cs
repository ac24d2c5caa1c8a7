namespace Connecto.Bench.History;

/// <summary>Something that must hold of every run, whatever was killed meanwhile.</summary>
internal interface IHistoryRule
{
    /// <summary>What it says, as a sentence.</summary>
    string Says { get; }

    /// <summary>Each place where it does not hold, with what a reader needs to see why.</summary>
    IEnumerable<string> Broken(RunRecord run);
}
