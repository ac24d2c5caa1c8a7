using Orleans.Concurrency;

namespace Connecto.Grains.Tests.Runtime.Grains;

[Reentrant]
public sealed class ReentrantActorGrain : Actor, IReentrantActorGrain;
