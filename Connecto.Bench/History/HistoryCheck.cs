using System.Text;

namespace Connecto.Bench.History;

/// <summary>Holds a run against all rules.</summary>
internal static class HistoryCheck
{
    private const int ShownOfEach = 10;

    /// <summary>Every rule, from the plainest to the most derived.</summary>
    public static IReadOnlyList<IHistoryRule> Rules { get; } =
    [
        new NoFaults(),
        new DenseNumbers(),
        new StreamsAreWhole(),
        new AcknowledgedOnce(),
        new RetriesAnswerTheOriginal(),
        new CallsKeepTheirOrder(),
        new ChangesStand(),
        new ReactionsStand(),
        new MembersStand(),
        new DeletedTextsAreGone(),
        new CopiesAgree(),
        new CountsFollowCursors(),
        new BadgesFollowCursors(),
        new RepliesCounted(),
    ];

    /// <summary>Null where every rule holds, else a text with the first counterexamples to each one that does not.</summary>
    public static string? Report(RunRecord run)
    {
        var text = new StringBuilder();
        foreach (var rule in Rules)
        {
            var broken = rule.Broken(run).ToList();
            if (broken.Count > 0)
            {
                text.Append(broken.Count).Append(" x not so: ").AppendLine(rule.Says);
                foreach (var line in broken.Take(ShownOfEach))
                {
                    text.Append("  ").AppendLine(line.ReplaceLineEndings("\n    "));
                }
            }
        }
        return text.Length == 0 ? null : text.ToString();
    }
}
