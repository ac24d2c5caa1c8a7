using System.Globalization;
using Connecto.Settings;
using Connecto.Silo;
using Connecto.Silo.Clustering;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// Whatever the machine is set to: what is said here is for programs.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

return await ServerCommand.RunAsync(args)
    ?? await ServerProgram.RunAsync(() =>
    {
        var builder = WebApplication.CreateBuilder(args);
        var settings = ClusterSettings.From(builder.Configuration);
        if (settings.Membership == Membership.None)
        {
            throw new SettingException(
                "A silo of its own needs a cluster to join: set ConnectionStrings__Redis, or "
                    + "Cluster__Membership=postgres. Without a cluster run Connecto.Web, which holds its grains itself."
            );
        }

        // Whoever probes it asks every few seconds.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.ShutdownTimeout);
        builder.UseConnectoSilo();
        builder.AddTelemetry("connecto-silo");

        var app = builder.Build();
        app.MapSiloProbes();
        app.MapMetrics();
        return app;
    });
