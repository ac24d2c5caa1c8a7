using System.Globalization;
using System.Text.RegularExpressions;

namespace Connecto.Bench.Scenes;

/// <summary>Reads what <c>/metrics</c> answers, in Prometheus' text format.</summary>
internal static partial class MetricsText
{
    /// <summary>The samples in order; what is no sample is passed over.</summary>
    public static IReadOnlyList<MetricSample> Parse(string text)
    {
        var samples = new List<MetricSample>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (
                Sample().Match(line) is { Success: true } match
                && double.TryParse(match.Groups["value"].Value, CultureInfo.InvariantCulture, out var value)
            )
            {
                var labels = Label()
                    .Matches(match.Groups["labels"].Value)
                    .ToDictionary(label => label.Groups["name"].Value, label => label.Groups["value"].Value);
                samples.Add(new MetricSample(match.Groups["name"].Value, labels, value));
            }
        }
        return samples;
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][\w:]*)(\{(?<labels>.*)\})?\s+(?<value>\S+)(\s+\d+)?\s*$""")]
    private static partial Regex Sample();

    [GeneratedRegex(@"(?<name>\w+)=""(?<value>(\\.|[^""\\])*)""")]
    private static partial Regex Label();
}

/// <summary>One value of a metric.</summary>
internal sealed record MetricSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
