#if ORLEANS_PACKAGES
using System.Net;
using Connecto.Silo.Clustering;
using Connecto.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Connecto.Grains.Tests.Clustering;

/// <summary>A silo on sockets of its own, as in a process of its own, that finds others by PostgreSQL.</summary>
internal sealed class ClusterSilo : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly HeardRefusals _refusals;

    private ClusterSilo(IHost host, HeardRefusals refusals) => (_host, _refusals) = (host, refusals);

    public IGrainFactory Grains => Service<IGrainFactory>();

    public SiloAddress Address => Service<ILocalSiloDetails>().SiloAddress;

    /// <summary>TLS handshakes of others that it refused, or that were broken off.</summary>
    public int Refusals => _refusals.Count;

    /// <summary>Active silos as this one sees them.</summary>
    public int ActiveSilos =>
        Service<IClusterMembershipService>()
            .CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active);

    public static async Task<ClusterSilo> StartAsync(string connectionString, Action<ISiloBuilder>? configure = null)
    {
        var builder = Host.CreateApplicationBuilder();
        var refusals = new HeardRefusals();
        builder.Logging.ClearProviders().AddProvider(refusals);
        builder.UseOrleans(silo =>
        {
            silo.UsePostgresMembership(connectionString);
            silo.AddPostgresGrainStorage(connectionString);
            silo.ConfigureEndpoints(IPAddress.Loopback, PostgresServer.FreePort(), PostgresServer.FreePort());
            silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("tests", "tests"));
            // A silo that is declared dead ends its process, which here is that of all tests.
            silo.Configure<ClusterMembershipOptions>(options => options.NumMissedProbesLimit = 30);
            configure?.Invoke(silo);
        });
        var host = builder.Build();
        try
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            host.Dispose();
            throw;
        }
        return new ClusterSilo(host, refusals);
    }

    /// <summary>One of its host's.</summary>
    public T Service<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await _host.StopAsync(patience.Token);
        _host.Dispose();
    }
}
#endif
