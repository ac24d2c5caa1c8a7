namespace Connecto.Bench.Faults;

/// <summary>Draws faults: as many of each kind, in any order, on any process that they fit.</summary>
/// <param name="random">What they are drawn from.</param>
/// <param name="silos">The silos.</param>
/// <param name="webs">The web nodes.</param>
/// <param name="stop">How long a process is stopped.</param>
/// <param name="apart">How long all planets answer at least before the next fault.</param>
internal sealed class FaultSchedule(
    Random random,
    IReadOnlyList<string> silos,
    IReadOnlyList<string> webs,
    TimeSpan stop,
    TimeSpan apart
)
{
    private const int FarthestStep = 600;

    private IReadOnlyList<string> Hosts => silos.Count > 0 ? silos : webs;

    /// <summary>
    /// Draws so many, in any order: equally many of each kind, and one more of the first ones where some are left over.
    /// </summary>
    public IReadOnlyList<Fault> Draw(IReadOnlyList<FaultKind> kinds, int count)
    {
        var drawn = Enumerable.Range(0, count).Select(i => kinds[i % kinds.Count]).ToArray();
        random.Shuffle(drawn);
        return [.. drawn.Select((kind, i) => Draw(kind, i + 1))];
    }

    private Fault Draw(FaultKind kind, int number)
    {
        var (on, from) = kind switch
        {
            FaultKind.KillSilo or FaultKind.EndSilo => (Any(silos), null),
            FaultKind.KillWeb or FaultKind.EndWeb => (Any(webs), null),
            FaultKind.Stop or FaultKind.Clock => (Any([.. silos, .. webs]), null),
            FaultKind.CutPostgres => (Any(Hosts), "postgres"),
            FaultKind.CutSilos => TwoOf(silos),
            FaultKind.CutWeb => (Any(webs), Any(silos)),
            _ => ("postgres", (string?)null),
        };
        var length = kind switch
        {
            FaultKind.Stop => stop,
            FaultKind.Clock => Between(2, 6),
            FaultKind.Disk => Between(1, 4),
            FaultKind.CutPostgres or FaultKind.CutSilos or FaultKind.CutWeb => Between(3, 12),
            _ => TimeSpan.Zero,
        };
        var step = random.Next(5, FarthestStep) * (random.Next(2) == 0 ? 1 : -1);
        return new Fault(number, kind, on, from, apart + Between(0.2, 1.5), length, kind == FaultKind.Clock ? step : 0);
    }

    private string Any(IReadOnlyList<string> names) => names[random.Next(names.Count)];

    private (string, string?) TwoOf(IReadOnlyList<string> names)
    {
        var first = random.Next(names.Count);
        return (names[first], names[(first + random.Next(1, names.Count)) % names.Count]);
    }

    private TimeSpan Between(double from, double to) =>
        TimeSpan.FromSeconds(from + (random.NextDouble() * (to - from)));
}
