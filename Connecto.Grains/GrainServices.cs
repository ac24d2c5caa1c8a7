using Connecto.Admin;
using Connecto.Delivery;
using Connecto.Invites;
using Connecto.Jobs;
using Connecto.Planets;
using Connecto.Presence;
using Connecto.Reports;
using Connecto.Storage;
using Connecto.Travels;
using Connecto.Users;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto;

public static class GrainServices
{
    /// <summary>What grains are made of: storage, accounts, and the silo's own registers.</summary>
    public static IServiceCollection AddConnectoGrains(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddConnectoStorage(configuration);
        services.AddConnectoUsers();
        services.AddSingleton<TravelStore>();
        services.AddSingleton<TravelLists>();
        services.AddSingleton<JobStore>();
        services.AddSingleton<JobRunner>();
        services.AddHostedService<JobSweep>();
        services.AddHostedService<CounterAudit>();
        services.AddOptions<PlanetOptions>().BindConfiguration(PlanetOptions.Section);
        services.AddHostedService<PlanetSweep>();
        services.AddSingleton<InviteStore>();
        services.AddSingleton<InviteDesk>();
        services.AddSingleton<ReportStore>();
        services.AddConnectoAdmin();
        services.AddOptions<PresenceOptions>().BindConfiguration(PresenceOptions.Section);
        services.AddSingleton<AudienceStore>();
        services.AddSingleton<ActivePlanets>();
        services.AddSingleton<PlanetSenders>();
        return services;
    }
}
