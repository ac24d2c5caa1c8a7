using Connecto.Caching;
using Connecto.Settings;

namespace Connecto.Web.Caching;

/// <summary>How a web node gets its cache.</summary>
internal static class CachingServices
{
    public static IServiceCollection AddConnectoCaching(this IServiceCollection services)
    {
        services.AddSettings<CachingOptions>(CachingOptions.Section);
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<NodeCache>();
        services.AddSingleton<ICacheObserver, CacheObserver>();
        services.AddHostedService<CacheAttachment>();
        services.AddSingleton<CachedTravels>();
        services.AddSingleton<CachedProfiles>();
        services.AddHostedService<WarmUp>();
        return services;
    }
}
