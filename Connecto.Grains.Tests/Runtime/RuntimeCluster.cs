using Orleans;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace Connecto.Grains.Tests.Runtime;

/// <summary>One silo with the settings that most tests of the runtime share.</summary>
public sealed class RuntimeCluster : IAsyncLifetime
{
    private readonly InProcessTestCluster _cluster;

    public RuntimeCluster()
    {
        var builder = new InProcessTestClusterBuilder(1);
        _cluster = builder.Build();
    }

    public IGrainFactory Grains => _cluster.Client;

    public InProcessTestCluster Cluster => _cluster;

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
