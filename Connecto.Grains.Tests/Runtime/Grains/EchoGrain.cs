using Orleans;

namespace Connecto.Grains.Tests.Runtime.Grains;

public sealed class EchoGrain : Grain, IEchoGrain
{
    public Task<object> Echo(object value) => Task.FromResult(value);

    public Task Throw(Exception error) => throw error;
}
