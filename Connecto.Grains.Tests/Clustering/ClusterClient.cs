#if ORLEANS_PACKAGES
using Connecto.Silo.Clustering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Connecto.Grains.Tests.Clustering;

/// <summary>A client of the silos that <see cref="ClusterSilo"/> starts, as a web node is.</summary>
internal sealed class ClusterClient(string connectionString, Action<IClientBuilder>? configure = null) : IDisposable
{
    private readonly IHost _host = Build(connectionString, configure);

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public Task StartAsync(CancellationToken cancellation) => _host.StartAsync(cancellation);

    public Task StopAsync() => _host.StopAsync(TestContext.Current.CancellationToken);

    public void Dispose() => _host.Dispose();

    private static IHost Build(string connectionString, Action<IClientBuilder>? configure)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client =>
        {
            client.UsePostgresMembership(connectionString);
            client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("tests", "tests"));
            configure?.Invoke(client);
        });
        return builder.Build();
    }
}
#endif
