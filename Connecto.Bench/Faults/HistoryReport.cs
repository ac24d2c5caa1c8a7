using System.Globalization;
using Connecto.Bench.History;
using Connecto.Bench.Load;

namespace Connecto.Bench.Faults;

/// <summary>What all histories of a run showed together.</summary>
internal sealed class HistoryReport
{
    private readonly List<RoundResult> _rounds = [];

    /// <summary>Whether no rule was broken.</summary>
    public bool IsSound => _rounds.TrueForAll(round => round.Broken is null);

    public void Add(RoundResult round) => _rounds.Add(round);

    /// <summary>Tells how often what was done, a table by kind of fault, and whether anything is broken.</summary>
    public void Say(Action<string> say)
    {
        var counts = _rounds.SelectMany(round => round.Counts).GroupBy(pair => pair.Key, pair => pair.Value);
        foreach (var count in counts.OrderBy(count => count.Key, StringComparer.Ordinal))
        {
            say(string.Create(CultureInfo.InvariantCulture, $"{count.Sum(), 9}  {count.Key}"));
        }

        var sends = new LatencyHistogram();
        _rounds.ForEach(round => sends.Add(round.Sends));
        var longest = sends.Milliseconds(1).ToString("F1", CultureInfo.InvariantCulture);
        say($"sends, from the first call to the answer: p50 / p95 / p99 {Latency.Of(sends)} ms, longest {longest} ms");
        foreach (var line in Report.Lines(["fault", "times", "all planets answered again: median", "longest"], Rows()))
        {
            say(line);
        }

        var faults = _rounds.Sum(round => round.Faults.Count);
        say(
            IsSound
                ? $"{faults} faults in {_rounds.Count} histories: each of the {HistoryCheck.Rules.Count} rules holds"
                : $"{faults} faults in {_rounds.Count} histories: RULES ARE BROKEN"
        );
    }

    private IEnumerable<IReadOnlyList<string>> Rows() =>
        from struck in _rounds.SelectMany(round => round.Faults)
        group struck by struck.Fault.Kind into kind
        orderby kind.Key
        let times = kind.Select(struck => struck.Answered?.TotalSeconds ?? double.PositiveInfinity).Order().ToList()
        select (IReadOnlyList<string>)[kind.Key.Name(), $"{times.Count}", Shown(Median.Of(times)), Shown(times[^1])];

    private static string Shown(double seconds) =>
        double.IsFinite(seconds) ? string.Create(CultureInfo.InvariantCulture, $"{seconds:F2} s") : "never";
}
