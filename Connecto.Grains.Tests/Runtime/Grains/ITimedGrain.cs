using Orleans;

namespace Connecto.Grains.Tests.Runtime.Grains;

/// <summary>Has a timer whose ticks note "tick" and signal "tick n"; its key is the name of the test's scene.</summary>
public interface ITimedGrain : IGrainWithStringKey
{
    /// <summary>Starts it. Every tick from the third on fails, when <paramref name="fails"/>.</summary>
    Task Start(TimeSpan due, TimeSpan period, bool interleave, bool fails);

    /// <summary>Sets its times anew.</summary>
    Task Change(TimeSpan due, TimeSpan period);

    /// <summary>Ends it.</summary>
    Task Stop();

    /// <summary>Signals "hold began", waits for "hold may end", notes "held".</summary>
    Task Hold();

    /// <summary>Starts one whose only tick reports where it runs, with state given to it.</summary>
    Task<string> TickOnce(string state);

    Task Deactivate();
}
