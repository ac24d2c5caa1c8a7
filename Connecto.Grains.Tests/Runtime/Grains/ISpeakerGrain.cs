using Orleans;
using Orleans.Concurrency;

namespace Connecto.Grains.Tests.Runtime.Grains;

/// <summary>Calls listeners; its key is the name of the test's scene.</summary>
public interface ISpeakerGrain : IGrainWithStringKey
{
    /// <summary>Tells the numbers from <paramref name="from"/> on, without waiting.</summary>
    Task Tell(IListener listener, int from, int count);

    /// <summary>Asks and waits for the answer.</summary>
    Task Ask(IListener listener, string question);

    /// <summary>Asks, and answers what the listener answers.</summary>
    Task<string> AskToRepeat(IListener listener, string word);

    /// <summary>Asks, waits a second at most, and notes the type of the error if there is one.</summary>
    Task AskWithinASecond(IListener listener, string question);

    /// <summary>Asks without waiting, then notes "asked".</summary>
    Task AskAndGoOn(IListener listener, string question);

    [AlwaysInterleave]
    Task Touch();
}
