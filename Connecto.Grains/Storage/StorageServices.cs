using Connecto.Ids;
using Connecto.Storage.Replicas;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Connecto.Storage;

public static class StorageServices
{
    /// <summary>The stores, and a hosted service that has schema and ids ready before any other hosted service starts.</summary>
    public static IServiceCollection AddConnectoStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => StorageOptions.From(configuration));
        services.AddSingleton<Databases>();
        services.AddSingleton(provider => provider.GetRequiredService<Databases>().Writers);
        services.AddSingleton<Migrations>();
        services.AddSingleton<SnowflakeGenerator>();
        services.AddSingleton<PlanetStore>();
        services.AddSingleton<DirectPlanets>();
        services.AddSingleton<MessageStore>();
        services.AddSingleton<EventStore>();
        services.AddSingleton<IHostedService, StorageLifetime>();
        services.AddSingleton<IHostedService, ReplicaWatch>();
        return services;
    }

    /// <summary>
    /// The writers of a process that holds grains, and a hosted service that flushes them after all others have
    /// stopped.
    /// </summary>
    public static IServiceCollection AddConnectoWriters(this IServiceCollection services)
    {
        services.AddSingleton<MessageWriter>();
        services.AddSingleton<CounterWriter>();
        services.AddSingleton<IHostedService, WriterLifetime>();
        return services;
    }
}
