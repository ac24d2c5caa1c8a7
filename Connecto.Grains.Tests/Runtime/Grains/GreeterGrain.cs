using Orleans;

namespace Connecto.Grains.Tests.Runtime.Grains;

public sealed class GreeterGrain(Greeting greeting) : Grain, IGreeterGrain
{
    public Task<string> Greet() => Task.FromResult($"{greeting.Text}, {this.GetPrimaryKeyLong()}");
}
