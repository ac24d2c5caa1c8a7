using System.Diagnostics;

namespace Connecto.Bench.Processes;

/// <summary>Awaits what another process brings about.</summary>
public static class Eventually
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns as soon as the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within 3 minutes; names <paramref name="what"/>.</exception>
    public static async Task Holds(Func<Task<bool>> condition, string what, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > s_limit)
            {
                throw new TimeoutException($"Waited {s_limit} in vain: {what}");
            }
            await Task.Delay(s_pause, cancellation);
        }
    }

    /// <inheritdoc cref="Holds(Func{Task{bool}}, string, CancellationToken)"/>
    public static Task Holds(Func<bool> condition, string what, CancellationToken cancellation) =>
        Holds(() => Task.FromResult(condition()), what, cancellation);
}
