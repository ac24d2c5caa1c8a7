using System.Net;
using System.Net.Sockets;
using Connecto.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using StackExchange.Redis;

namespace Connecto.Silo.Clustering;

/// <summary>How silos and web nodes find each other on Microsoft Orleans.</summary>
internal static class Clustering
{
    // Orleans' names of its parts that ask for the time of day to know when something is due.
    private static readonly string[] _steadyAreas = ["Orleans.Membership", "Orleans.SystemTimers"];
    private static readonly TimeSpan _tryAgain = TimeSpan.FromMilliseconds(500);

    /// <summary>Makes the silo a part of the cluster, or the only one.</summary>
    public static ISiloBuilder Join(this ISiloBuilder silo, ClusterSettings settings)
    {
        if (settings.Membership == Membership.None)
        {
            return silo.UseLocalhostClustering(
                settings.SiloPort ?? FreePort(),
                gatewayPort: 0,
                serviceId: settings.ServiceId,
                clusterId: settings.ClusterId
            );
        }
        silo.Configure<ClusterOptions>(cluster => Name(cluster, settings));
        silo.Configure<EndpointOptions>(endpoint =>
        {
            endpoint.AdvertisedIPAddress = settings.Address ?? endpoint.AdvertisedIPAddress;
            endpoint.SiloPort = settings.SiloPort ?? endpoint.SiloPort;
            endpoint.GatewayPort = settings.GatewayPort;
        });
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = settings.ProbeTimeout;
            membership.MaxProbeTimeout = 2 * settings.ProbeTimeout;
            membership.NumMissedProbesLimit = settings.MissedProbes;
            membership.NumVotesForDeathDeclaration = settings.Votes;
            membership.TableRefreshTimeout = settings.TableEvery;
            membership.IAmAliveTablePublishTimeout = settings.AliveEvery;
            membership.NumMissedTableIAmAliveLimit = settings.MissedSigns;
            membership.MaxJoinAttemptTime = settings.JoinTimeout;
        });
        silo.Configure<LoadSheddingOptions>(shedding =>
        {
            shedding.LoadSheddingEnabled = settings.LoadSheddingCpu > 0;
            shedding.CpuThreshold = Math.Max(settings.LoadSheddingCpu, 1);
            // A silo that is full of planets has none the fewer for answering nobody.
            shedding.MemoryThreshold = 100;
        });
        silo.Services.AddHostedService<SiloWatch>();
        silo.PassOverSilent();
        foreach (var area in _steadyAreas)
        {
            silo.Services.AddKeyedSingleton<TimeProvider>(area, new SteadyClock(TimeProvider.System));
        }
        silo.RefuseLateCalls(LateAfter(settings));
        silo.AddIncomingGrainCallFilter<StorageFailures>();
        silo.AddPostgresGrainStorage(settings.Postgres!);
        silo.SpreadWork();
        if (settings.Tls is { } certificates)
        {
            silo.UsePeerTls(certificates);
        }
        if (settings.Membership == Membership.Postgres)
        {
            return silo.UsePostgresMembership(settings.Postgres!);
        }
        var server = RedisOf(settings);
        return silo.UseRedisClustering(redis => redis.ConfigurationOptions = server);
    }

    /// <summary>Lets the silo join while all that are active hang.</summary>
    public static ISiloBuilder PassOverSilent(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SilentSilos>();
        return silo;
    }

    /// <summary>Makes the host a client of the cluster; it waits for a silo when it starts.</summary>
    public static IHostApplicationBuilder UseClusterClient(
        this IHostApplicationBuilder builder,
        ClusterSettings settings
    )
    {
        if (settings.Membership == Membership.None)
        {
            throw new SettingException(
                "Cluster__HostsGrains is false, and there is no cluster: set ConnectionStrings__Redis or Cluster__Membership."
            );
        }
        return builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(cluster => Name(cluster, settings));
            client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = settings.ResponseTimeout);
            client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = settings.GatewaysEvery);
            var until = TimeProvider.System.GetUtcNow() + settings.StartTimeout;
            client.UseConnectionRetryFilter(
                async (_, cancellation) =>
                {
                    await Task.Delay(_tryAgain, cancellation);
                    return TimeProvider.System.GetUtcNow() < until;
                }
            );
            client.StampCalls();
            if (settings.Tls is { } certificates)
            {
                client.UsePeerTls(certificates);
            }
            if (settings.Membership == Membership.Postgres)
            {
                client.UsePostgresMembership(settings.Postgres!);
                return;
            }
            var server = RedisOf(settings);
            client.UseRedisClustering(redis => redis.ConfigurationOptions = server);
        });
    }

    // What the library says is kept out: it may hold a password.
    private static ConfigurationOptions RedisOf(ClusterSettings settings)
    {
        try
        {
            return ConfigurationOptions.Parse(settings.Redis!);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or OverflowException)
        {
            throw new SettingException(
                "ConnectionStrings__Redis is no connection string such as host:6379,password=….",
                fault
            );
        }
    }

    // Before a caller gives up, so that nothing is carried out that has been made again.
    private static TimeSpan LateAfter(ClusterSettings settings) => settings.ResponseTimeout / 2;

    private static void Name(ClusterOptions cluster, ClusterSettings settings)
    {
        cluster.ClusterId = settings.ClusterId;
        cluster.ServiceId = settings.ServiceId;
    }

    // Nobody but this process uses it, and several of them may run on one machine.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
