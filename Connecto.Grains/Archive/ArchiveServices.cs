using Connecto.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Connecto.Archive;

internal static class ArchiveServices
{
    /// <summary>What a silo archives and restores with.</summary>
    public static IServiceCollection AddConnectoArchive(this IServiceCollection services)
    {
        services.AddSettings<ArchiveOptions>(ArchiveOptions.Section, options => options.Fault());
        services.AddSingleton<IArchiveFiles>(provider => new ArchiveFolder(
            provider.GetRequiredService<IOptions<ArchiveOptions>>().Value.Folder ?? ""
        ));
        services.AddSingleton<ArchiveStore>();
        services.AddSingleton<ArchiveOrders>();
        services.AddSingleton<MessageArchive>();
        services.AddSingleton<EventArchive>();
        services.AddSingleton<ArchiveRound>();
        services.AddSingleton<ArchiveRestore>();
        services.AddHostedService<ArchiveSweep>();
        return services;
    }
}
