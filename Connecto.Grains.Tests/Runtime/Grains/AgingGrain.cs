namespace Connecto.Grains.Tests.Runtime.Grains;

public sealed class AgingGrain : Aging;
