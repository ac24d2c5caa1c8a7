namespace Connecto.Grains.Tests.Runtime.Grains;

public interface IAgelessGrain : IAgingGrain;
