using System.Collections.Immutable;
using Orleans;

namespace Connecto.Presence;

/// <summary>A web node as presence shards see it: one object per node.</summary>
public interface IPresenceObserver : IGrainObserver
{
    /// <summary>Who came or went, and what users who have connected here are to hear first. It never waits for a socket.</summary>
    Task Tell(ImmutableArray<PresenceNews> news, ImmutableArray<PresenceStart> starts);
}
