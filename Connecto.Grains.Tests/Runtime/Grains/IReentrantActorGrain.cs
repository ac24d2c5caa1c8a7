namespace Connecto.Grains.Tests.Runtime.Grains;

public interface IReentrantActorGrain : IActorGrain;
