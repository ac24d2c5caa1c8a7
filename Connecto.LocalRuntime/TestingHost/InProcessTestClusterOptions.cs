using Microsoft.Extensions.Hosting;

namespace Orleans.TestingHost;

/// <summary>What a test cluster is made of.</summary>
public sealed class InProcessTestClusterOptions
{
    /// <summary>How many silos <see cref="InProcessTestCluster.DeployAsync"/> starts.</summary>
    public short InitialSilosCount { get; set; }

    /// <summary>Applied to the client's host.</summary>
    public List<Action<IHostApplicationBuilder>> ClientHostConfigurationDelegates { get; } = [];

    /// <summary>Applied to each silo's host.</summary>
    public List<
        Action<InProcessTestSiloSpecificOptions, IHostApplicationBuilder>
    > SiloHostConfigurationDelegates { get; } = [];
}
