using Connecto.Storage.Profiling;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Admin;

public static class AdminServices
{
    /// <summary>What admins read and write.</summary>
    public static IServiceCollection AddConnectoAdmin(this IServiceCollection services)
    {
        services.AddSingleton<AuditLog>();
        services.AddSingleton<PlanetDirectory>();
        services.AddSingleton<AnnouncementStore>();
        services.AddSingleton<Statistics>();
        services.AddSingleton<DatabaseFiguresStore>();
        return services;
    }
}
