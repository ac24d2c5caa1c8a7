using Connecto.Bench.Clients;
using Connecto.Bench.Faults;
using Connecto.Bench.Load;

namespace Connecto.Web.Tests.Durability;

/// <summary>The table that a history ends with.</summary>
public sealed class HistoryReportTests
{
    [Fact]
    public void The_median_of_four_faults_is_the_mean_of_the_middle_two() =>
        Assert.Equal(["kill-web", "4", "3.00 s", "9.00 s"], Row(2, 9, 1, 4));

    [Fact]
    public void The_median_of_three_faults_is_the_middle_one() =>
        Assert.Equal(["kill-web", "3", "2.00 s", "9.00 s"], Row(2, 9, 1));

    [Fact]
    public void A_fault_after_which_a_planet_stayed_silent_took_for_ever() =>
        Assert.Equal(["kill-web", "3", "2.00 s", "never"], Row(2, null, 1));

    // What the report shows of kills of a web node after which the planets answered in so many seconds, null: not all.
    private static string[] Row(params double?[] seconds)
    {
        var report = new HistoryReport();
        var struck = seconds.Select(Struck).ToList();
        report.Add(new RoundResult(struck, new Dictionary<string, int>(), new LatencyHistogram(), null));
        var said = new List<string>();
        report.Say(said.Add);
        var row = said.Single(line => line.Contains("kill-web", StringComparison.Ordinal));
        return row.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static StruckFault Struck(double? seconds)
    {
        var at = TimeSpan.FromSeconds(10);
        var answers = new AnswersAgain(["p", "q"], at);
        answers.Answered("p", at + TimeSpan.FromSeconds(0.5));
        if (seconds is { } after)
        {
            answers.Answered("q", at + TimeSpan.FromSeconds(after));
        }

        var fault = new Fault(1, FaultKind.KillWeb, "web-1", null, TimeSpan.Zero, TimeSpan.Zero, 0);
        return new StruckFault(fault, at, answers);
    }
}
