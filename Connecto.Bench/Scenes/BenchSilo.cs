using Connecto.Ids;
using Connecto.Planets;
using Connecto.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Connecto.Bench.Scenes;

/// <summary>A silo that this process carries, on the PostgreSQL that the environment names.</summary>
internal sealed class BenchSilo : IAsyncDisposable
{
    /// <summary>The newest messages of a planet, which may be in memory.</summary>
    public const int Hot = 2_048;

    private readonly IHost _host;

    private BenchSilo(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public static async Task<BenchSilo> StartAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // No planet is to rest between two rounds.
        builder.Configuration[$"{PlanetOptions.Section}:{nameof(PlanetOptions.RestAfter)}"] = "01:00:00";
        builder.UseConnectoSilo();
        var host = builder.Build();
        await host.StartAsync();
        return new BenchSilo(host);
    }

    public IPlanetGrain Planet(Snowflake id) =>
        Services.GetRequiredService<IGrainFactory>().GetGrain<IPlanetGrain>(id.Value);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
