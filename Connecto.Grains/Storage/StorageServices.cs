using Connecto.Ids;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Connecto.Storage;

public static class StorageServices
{
    /// <summary>
    /// The stores and writers, and a hosted service that has the schema and the writers ready before any other hosted
    /// service starts, and flushes after all of them have stopped.
    /// </summary>
    public static IServiceCollection AddConnectoStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => StorageOptions.From(configuration));
        services.AddSingleton<Databases>();
        services.AddSingleton<Migrations>();
        services.AddSingleton<SnowflakeGenerator>();
        services.AddSingleton<PlanetStore>();
        services.AddSingleton<DirectPlanets>();
        services.AddSingleton<MessageStore>();
        services.AddSingleton<EventStore>();
        services.AddSingleton<MessageWriter>();
        services.AddSingleton<CounterWriter>();
        services.AddSingleton<IHostedService, StorageLifetime>();
        return services;
    }
}
