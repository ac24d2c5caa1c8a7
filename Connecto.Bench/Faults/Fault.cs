using System.Globalization;

namespace Connecto.Bench.Faults;

/// <summary>
/// One fault of a schedule: of what kind, on which process, and which it is parted from; how long after all was well it
/// begins, how long it lasts (zero: at once over), and by how many seconds the clock is put forward (back where
/// negative).
/// </summary>
internal sealed record Fault(
    int Number,
    FaultKind Kind,
    string On,
    string? From,
    TimeSpan Pause,
    TimeSpan Length,
    int Seconds
)
{
    /// <summary>
    /// Whether both concern the same process, or are of a kind of which one at a time is enough; while one is restarted,
    /// no other one is.
    /// </summary>
    public bool Excludes(Fault other) => On == other.On || Kind == other.Kind || (IsRestart && other.IsRestart);

    private bool IsRestart => Kind is FaultKind.EndSilo or FaultKind.EndWeb;

    /// <inheritdoc/>
    public override string ToString()
    {
        var from = From is null ? "" : $" from {From}";
        var step = Seconds == 0 ? "" : $" by {Seconds.ToString("+0;-0", CultureInfo.InvariantCulture)} s";
        var length =
            Length == TimeSpan.Zero
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $" for {Length.TotalSeconds:F1} s");
        return $"#{Number} {Kind.Name()} {On}{from}{step}{length}";
    }
}
