using Connecto.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Connecto.Silo;

/// <summary>
/// What the process measures of itself: at <c>/metrics</c> as Prometheus reads it, and by OTLP to a collector where
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one.
/// </summary>
public static class Telemetry
{
    private static readonly string[] _meters =
    [
        "Connecto.*",
        "Npgsql",
        "Microsoft.Orleans",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Runtime",
    ];

    /// <param name="builder">Of the process.</param>
    /// <param name="service">As what it appears: <c>connecto-silo</c> or <c>connecto-web</c>.</param>
    public static void AddTelemetry(this IHostApplicationBuilder builder, string service)
    {
        var toCollector = builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };
        builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(service, serviceVersion: Build.Version))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(_meters).AddPrometheusExporter();
                if (toCollector)
                {
                    metrics.AddOtlpExporter();
                }
            });
    }

    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapPrometheusScrapingEndpoint().WithMetadata(new HttpMethodMetadata(["GET", "HEAD"]));
}
