using Connecto.Settings;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Connecto.Silo.Clustering;

/// <summary>The local runtime lives in one process: there is nothing to join, and whoever asks is told so.</summary>
internal static class Clustering
{
    public static ISiloBuilder Join(this ISiloBuilder silo, ClusterSettings settings) =>
        settings.Membership == Membership.None
            ? silo.UseLocalhostClustering(serviceId: settings.ServiceId, clusterId: settings.ClusterId)
            : throw IsNone($"Cluster__Membership={settings.Membership.ToString().ToLowerInvariant()}");

    public static IHostApplicationBuilder UseClusterClient(
        this IHostApplicationBuilder builder,
        ClusterSettings settings
    ) => throw IsNone($"Cluster__HostsGrains={settings.HostsGrains.ToString().ToLowerInvariant()}");

    private static SettingException IsNone(string setting) =>
        new(
            $"{setting} asks for a cluster, and this build runs on the local runtime, which lives in one process and is "
                + "none. Build with -p:OrleansRuntime=packages to run on Microsoft Orleans."
        );
}
