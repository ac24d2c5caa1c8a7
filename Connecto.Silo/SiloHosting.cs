using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Connecto.Silo;

/// <summary>How a host becomes a silo that carries Connecto's grains.</summary>
public static class SiloHosting
{
    /// <summary>How long a grain may take to answer before its caller gets a <see cref="TimeoutException"/>.</summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Calls that one activation holds, running and waiting; what comes beyond that is refused.</summary>
    public const int InboxBound = 10_000;

    /// <summary>Adds what grains are made of, and the silo; grains are reached through <c>IGrainFactory</c>.</summary>
    public static IHostApplicationBuilder UseConnectoSilo(this IHostApplicationBuilder builder)
    {
        builder.Services.AddConnectoGrains(builder.Configuration);
        builder.UseOrleans(silo =>
        {
#if ORLEANS_PACKAGES
            silo.UseLocalhostClustering();
#endif
            silo.Configure<SiloMessagingOptions>(messaging =>
            {
                messaging.ResponseTimeout = ResponseTimeout;
                messaging.MaxEnqueuedRequestsHardLimit = InboxBound;
                messaging.MaxEnqueuedRequestsHardLimit_StatelessWorker = InboxBound;
            });
        });
        return builder;
    }
}
