namespace Connecto.Grains.Tests.Runtime.Grains;

public sealed class ActorGrain : Actor, IActorGrain;
