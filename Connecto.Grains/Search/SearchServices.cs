using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Connecto.Search;

internal static class SearchServices
{
    /// <summary>What a process searches with.</summary>
    public static IServiceCollection AddConnectoSearch(this IServiceCollection services)
    {
        services.AddSingleton<CandidateStore>();
        services.AddSingleton<MessageSearch>();
        services.AddSingleton(provider => new SearchPages(
            provider.GetRequiredService<MessageSearch>(),
            provider.GetRequiredService<CandidateStore>(),
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        return services;
    }

    /// <summary>What a silo indexes with.</summary>
    public static IServiceCollection AddConnectoSearchIndex(this IServiceCollection services)
    {
        services.AddSingleton<SearchIndex>();
        services.AddSingleton<SearchBacklog>();
        services.AddSingleton<SearchIndexer>();
        services.AddHostedService(provider => provider.GetRequiredService<SearchIndexer>());
        services.AddHostedService<SearchSweep>();
        return services;
    }
}
