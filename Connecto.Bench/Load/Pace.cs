using System.Diagnostics;

namespace Connecto.Bench.Load;

/// <summary>Sends at a steady rate, whatever the answers do.</summary>
internal static class Pace
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    /// <summary>The crowd's first connections take turns so that together they send at a rate, until <paramref name="end"/>.</summary>
    public static async Task RunAsync(Crowd crowd, int senders, double perSecond, Task end)
    {
        var sent = 0L;
        using var timer = new PeriodicTimer(Step);
        for (var started = Stopwatch.GetTimestamp(); !end.IsCompleted && await timer.WaitForNextTickAsync(); )
        {
            var due = Stopwatch.GetElapsedTime(started).TotalSeconds * perSecond;
            for (; sent < due; sent++)
            {
                crowd.Connections[(int)(sent % senders)].Send();
            }
        }
    }
}
