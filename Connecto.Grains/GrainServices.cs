using Connecto.Admin;
using Connecto.Archive;
using Connecto.Caching;
using Connecto.Delivery;
using Connecto.Diagnostics;
using Connecto.Invites;
using Connecto.Jobs;
using Connecto.Planets;
using Connecto.Presence;
using Connecto.Reports;
using Connecto.Search;
using Connecto.Settings;
using Connecto.Storage;
using Connecto.Travels;
using Connecto.Users;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto;

public static class GrainServices
{
    /// <summary>What every process has: the stores, and how messages reach planets.</summary>
    public static IServiceCollection AddConnectoStores(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddConnectoStorage(configuration);
        services.AddSingleton<ChangeTeller>();
        services.AddConnectoUsers();
        services.AddSingleton<TravelStore>();
        services.AddSingleton<TravelLists>();
        services.AddSingleton<JobStore>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<InviteStore>();
        services.AddSingleton<InviteDesk>();
        services.AddSingleton<ReportStore>();
        services.AddSingleton<ReportContextStore>();
        services.AddConnectoSearch();
        services.AddConnectoAdmin();
        services.AddSingleton<PlanetSenders>();
        services.AddSingleton<Readiness>();
        return services;
    }

    /// <summary>What grains are made of: the stores, the writers, and the silo's own registers and rounds.</summary>
    public static IServiceCollection AddConnectoGrains(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddConnectoStores(configuration);
        services.AddConnectoWriters();
        services.AddConnectoArchive();
        services.AddConnectoSearchIndex();
        services.AddHostedService<JobSweep>();
        services.AddHostedService<CounterAudit>();
        services.AddHostedService<NotificationSweep>();
        services.AddSettings<PlanetOptions>(PlanetOptions.Section);
        services.AddHostedService<PlanetSweep>();
        services.AddSettings<PresenceOptions>(PresenceOptions.Section);
        services.AddSingleton<AudienceStore>();
        services.AddSingleton<ActivePlanets>();
        services.AddSingleton<SiloLeases>();
        services.AddHostedService<SiloReporter>();
        return services;
    }
}
