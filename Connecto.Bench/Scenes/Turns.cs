using System.Diagnostics;

namespace Connecto.Bench.Scenes;

/// <summary>Measures ways of doing the same in turn, so that whatever else the machine does meets them alike.</summary>
internal static class Turns
{
    /// <summary>
    /// Of each way the microseconds of a call: in each round the median of its calls, one after the other, and of the
    /// rounds the median. A round that is not counted comes first.
    /// </summary>
    /// <param name="ways">Each does its call of that number, from 0; all do the same under the same number.</param>
    public static async Task<IReadOnlyList<double>> MeasureAsync(int rounds, int calls, params Func<int, Task>[] ways)
    {
        var medians = ways.Select(_ => new List<double>()).ToList();
        for (var round = 0; round <= rounds; round++)
        {
            for (var way = 0; way < ways.Length; way++)
            {
                var median = await RoundAsync(calls, ways[way]);
                if (round > 0)
                {
                    medians[way].Add(median);
                }
            }
        }
        return [.. medians.Select(Median.Of)];
    }

    private static async Task<double> RoundAsync(int calls, Func<int, Task> way)
    {
        var microseconds = new double[calls];
        for (var call = 0; call < calls; call++)
        {
            var started = Stopwatch.GetTimestamp();
            await way(call);
            microseconds[call] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }
        return Median.Of(microseconds);
    }
}
