using Orleans;
using Orleans.Concurrency;

namespace Connecto.Grains.Tests.Runtime.Grains;

/// <summary>Does what the tests of the turn rules need; its key is the name of the test's scene.</summary>
public interface IActorGrain : IGrainWithStringKey
{
    /// <summary>Notes "+name", signals "name began", waits for "name may end", notes "-name".</summary>
    Task Hold(string name);

    /// <summary>As <see cref="Hold"/>, but allowed between the awaits of others.</summary>
    [AlwaysInterleave]
    Task HoldInterleaved(string name);

    /// <summary>As <see cref="Hold"/>, but nobody waits for it.</summary>
    [OneWay]
    Task HoldOneWay(string name);

    /// <summary>As <see cref="Hold"/>, but its caller waits for a second only.</summary>
    [ResponseTimeout("00:00:01")]
    Task HoldForASecond(string name);

    /// <summary>As <see cref="Hold"/>, until the token is cancelled, which it notes.</summary>
    Task HoldUntilCancelled(string name, CancellationToken cancellationToken);

    /// <summary>Notes the name at once.</summary>
    Task Note(string name);

    /// <summary>Notes the name, allowed between the awaits of others.</summary>
    [AlwaysInterleave]
    Task NoteInterleaved(string name);

    /// <summary>Raises a counter in two halves with an await between them, a thousand times.</summary>
    Task<int> CountSlowly();

    /// <summary>Whether all of a method ran on the activation, around awaits of several kinds.</summary>
    Task<bool> StaysOnItsScheduler();

    ValueTask<int> Add(int left, int right);

    ValueTask Touch();

    Task Fail(string message);

    [OneWay]
    Task FailOneWay();

    /// <summary>Calls <see cref="NoteWithinASecond"/> on itself.</summary>
    Task CallOwnReference();

    /// <summary>Notes the name; its caller waits for a second only.</summary>
    [ResponseTimeout("00:00:01")]
    Task NoteWithinASecond(string name);

    /// <summary>Keeps its thread for ten milliseconds; its caller waits for two hundred only.</summary>
    [ResponseTimeout("00:00:00.200")]
    Task Toil();

    /// <summary>A name that each activation gives itself.</summary>
    Task<Guid> ActivationName();

    Task<string> SiloName();

    Task<string> KeyAndIdentity();
}
