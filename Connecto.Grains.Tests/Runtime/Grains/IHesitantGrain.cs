using Orleans;

namespace Connecto.Grains.Tests.Runtime.Grains;

/// <summary>Fails to activate until the scene allows it; its key is the name of the test's scene.</summary>
public interface IHesitantGrain : IGrainWithStringKey
{
    Task Touch();
}
