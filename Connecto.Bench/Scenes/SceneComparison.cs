using System.Globalization;

namespace Connecto.Bench.Scenes;

/// <summary>How a figure of a scenario stands to that of an earlier run; 1 means unchanged.</summary>
internal sealed record SceneComparison(string Scenario, string Figure, double Kept, double Now)
{
    public static IReadOnlyList<string> Header { get; } = ["scenario", "figure", "kept", "now", "now / kept"];

    public double Ratio => Now / Kept;

    /// <summary>Of what both runs have, in the order of this run; nothing is compared with 0.</summary>
    public static IReadOnlyList<SceneComparison> Of(IReadOnlyList<SceneResult> kept, IReadOnlyList<SceneResult> now) =>
        [
            .. from result in now
            join earlier in kept on result.Scenario equals earlier.Scenario
            from figure in result.Compared
            let before = earlier.Compared.GetValueOrDefault(figure.Key)
            where before > 0
            select new SceneComparison(result.Scenario, figure.Key, before, figure.Value),
        ];

    public IReadOnlyList<string> Row() => [Scenario, Figure, Text(Kept, "F1"), Text(Now, "F1"), Text(Ratio, "F2")];

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
