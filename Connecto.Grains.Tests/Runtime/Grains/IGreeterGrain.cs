using Orleans;

namespace Connecto.Grains.Tests.Runtime.Grains;

public interface IGreeterGrain : IGrainWithIntegerKey
{
    /// <summary>The host's greeting and the grain's key.</summary>
    Task<string> Greet();
}
