using Connecto.Settings;
using Connecto.Silo.Clustering;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Connecto.Silo;

/// <summary>How a host comes by Connecto's grains: by holding them, or as a client of silos that do.</summary>
public static class SiloHosting
{
    /// <summary>Adds what grains are made of, and the silo; grains are reached through <c>IGrainFactory</c>.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static IHostApplicationBuilder UseConnectoSilo(this IHostApplicationBuilder builder)
    {
        var settings = ClusterSettings.From(builder.Configuration);
        builder.Services.AddConnectoGrains(builder.Configuration);
        builder.UseOrleans(silo =>
        {
            silo.Configure<SiloMessagingOptions>(messaging =>
            {
                messaging.ResponseTimeout = settings.ResponseTimeout;
                messaging.MaxEnqueuedRequestsHardLimit = settings.Inbox;
                messaging.MaxEnqueuedRequestsHardLimit_StatelessWorker = settings.Inbox;
            });
            silo.Join(settings);
        });
        return builder;
    }

    /// <summary>
    /// Adds what grains are reached with: a silo in this process, or, with <c>Cluster__HostsGrains=false</c>, a client
    /// of the cluster's silos.
    /// </summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static IHostApplicationBuilder UseConnectoGrains(this IHostApplicationBuilder builder)
    {
        var settings = ClusterSettings.From(builder.Configuration);
        if (settings.HostsGrains)
        {
            return builder.UseConnectoSilo();
        }
        builder.Services.AddConnectoStores(builder.Configuration);
        builder.UseClusterClient(settings);
        return builder;
    }
}
