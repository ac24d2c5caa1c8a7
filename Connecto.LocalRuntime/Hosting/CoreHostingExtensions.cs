using System.Net;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>How silos find each other: here they do not.</summary>
public static class CoreHostingExtensions
{
    private const string NoCluster =
        "Connecto.LocalRuntime runs in one process and cannot join a cluster: build with "
        + "-p:OrleansRuntime=packages to run on Microsoft Orleans.";

    /// <summary>One silo in this process. The ports are not opened.</summary>
    /// <exception cref="OrleansConfigurationException"><paramref name="primarySiloEndpoint"/> names another silo.</exception>
    public static ISiloBuilder UseLocalhostClustering(
        this ISiloBuilder builder,
        int siloPort = 11111,
        int gatewayPort = 30000,
        IPEndPoint? primarySiloEndpoint = null,
        string serviceId = "dev",
        string clusterId = "dev"
    )
    {
        if (primarySiloEndpoint is not null && primarySiloEndpoint.Port != siloPort)
            throw new OrleansConfigurationException(NoCluster);
        return builder.Configure<ClusterOptions>(options =>
        {
            options.ServiceId = serviceId;
            options.ClusterId = clusterId;
        });
    }

    /// <summary>Refused: there is no cluster to join here.</summary>
    /// <exception cref="OrleansConfigurationException">Always.</exception>
    public static ISiloBuilder UseRedisClustering(this ISiloBuilder builder, string redisConnectionString) =>
        throw new OrleansConfigurationException(NoCluster);
}
