using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using Connecto.LocalRuntime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>Several silos, each with a host and services of its own, and a client outside them, in this process.</summary>
public sealed class InProcessTestCluster : IAsyncDisposable
{
    private readonly LocalCluster _cluster = new();
    private readonly Lock _gate = new();
    private readonly List<InProcessSiloHandle> _silos = [];
    private IHost? _clientHost;
    private int _started;

    internal InProcessTestCluster(InProcessTestClusterOptions options) => Options = options;

    /// <summary>What the cluster was described as.</summary>
    public InProcessTestClusterOptions Options { get; }

    /// <summary>The client.</summary>
    /// <exception cref="InvalidOperationException">The cluster is not deployed.</exception>
    public IClusterClient Client =>
        _clientHost?.Services.GetRequiredService<IClusterClient>()
        ?? throw new InvalidOperationException("The test cluster is not deployed.");

    /// <summary>The silos that were neither stopped nor killed.</summary>
    public ReadOnlyCollection<InProcessSiloHandle> Silos
    {
        get
        {
            lock (_gate)
                return _silos.ToArray().AsReadOnly();
        }
    }

    /// <summary>Starts the silos and the client.</summary>
    public async Task DeployAsync()
    {
        for (var i = 0; i < Options.InitialSilosCount; i++)
            await StartAdditionalSiloAsync();
        var builder = NewHost("TestClusterClient");
        foreach (var configure in Options.ClientHostConfigurationDelegates)
            configure(builder);
        builder.Services.AddSingleton<IClusterClient>(services => new Client(
            _cluster,
            silo: null,
            services,
            services.GetRequiredService<IOptions<ClientMessagingOptions>>().Value.ResponseTimeout,
            services.GetRequiredService<ILogger<Client>>()
        ));
        builder.Services.AddSingleton<IGrainFactory>(services => services.GetRequiredService<IClusterClient>());
        _clientHost = builder.Build();
        await _clientHost.StartAsync();
    }

    /// <summary>Starts one more silo.</summary>
    public async Task<InProcessSiloHandle> StartAdditionalSiloAsync()
    {
        var own = new InProcessTestSiloSpecificOptions { SiloName = $"Silo_{Interlocked.Increment(ref _started) - 1}" };
        var builder = NewHost(own.SiloName);
        builder.Services.AddSingleton(_cluster);
        builder.Services.Configure<SiloOptions>(options => options.SiloName = own.SiloName);
        foreach (var configure in Options.SiloHostConfigurationDelegates)
            configure(own, builder);
        builder.UseOrleans(_ => { });
        var host = builder.Build();
        await host.StartAsync();
        var handle = new InProcessSiloHandle
        {
            Name = own.SiloName,
            SiloHost = host,
            SiloAddress = host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress,
        };
        lock (_gate)
            _silos.Add(handle);
        return handle;
    }

    /// <summary>Stops a silo; its grains deactivate first.</summary>
    public Task StopSiloAsync(InProcessSiloHandle instance) => EndAsync(instance, gracefully: true);

    /// <summary>Ends a silo as a crash would; its grains are not told.</summary>
    public Task KillSiloAsync(InProcessSiloHandle instance) => EndAsync(instance, gracefully: false);

    /// <summary>The silos that were neither stopped nor killed.</summary>
    public IEnumerable<InProcessSiloHandle> GetActiveSilos() => Silos;

    /// <summary>The silo with this address, if it is active.</summary>
    public InProcessSiloHandle? GetSiloForAddress(SiloAddress siloAddress) =>
        Silos.FirstOrDefault(silo => silo.SiloAddress == siloAddress);

    /// <summary>The grain's activation, if it has one.</summary>
    public bool TryGetGrainContext(GrainId grainId, [NotNullWhen(true)] out IGrainContext? grainContext) =>
        (grainContext = _cluster.Find(grainId)) is not null;

    /// <summary>Completes when the grain's present activation is gone.</summary>
    public Task WaitForDeactivationAsync(IAddressable grain) =>
        TryGetGrainContext(grain.GetGrainId(), out var context) ? context.Deactivated : Task.CompletedTask;

    /// <summary>Ends the grain's present activation and waits until it is gone.</summary>
    public async Task DeactivateAsync(IAddressable grain)
    {
        if (!TryGetGrainContext(grain.GetGrainId(), out var context))
            return;
        context.Deactivate(new(DeactivationReasonCode.ApplicationRequested, "DeactivateAsync was called."));
        await context.Deactivated;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var silo in Silos)
            await StopSiloAsync(silo);
        if (_clientHost is null)
            return;
        await _clientHost.StopAsync();
        _clientHost.Dispose();
        _clientHost = null;
    }

    private static HostApplicationBuilder NewHost(string name) =>
        Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings
            {
                ApplicationName = name,
                EnvironmentName = Environments.Development,
                DisableDefaults = true,
            }
        );

    private async Task EndAsync(InProcessSiloHandle instance, bool gracefully)
    {
        lock (_gate)
            _silos.Remove(instance);
        await instance.StopSiloAsync(gracefully);
        await instance.DisposeAsync();
    }
}
