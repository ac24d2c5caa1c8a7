using Orleans;

namespace Connecto.Grains.Tests.Runtime.Grains;

[KeepAlive]
public sealed class AgelessGrain : Aging, IAgelessGrain;
