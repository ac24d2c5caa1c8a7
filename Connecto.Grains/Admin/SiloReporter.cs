using Connecto.Delivery;
using Connecto.Diagnostics;
using Connecto.Storage;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace Connecto.Admin;

/// <summary>Reports what this silo carries.</summary>
internal sealed class SiloReporter(
    IGrainFactory grains,
    ILocalSiloDetails silo,
    ActivePlanets planets,
    CounterWriter counters,
    MessageWriter messages,
    TimeProvider time,
    ILogger<SiloReporter> logger
) : ClusterReporter(time, logger)
{
    protected override Task ReportAsync() =>
        grains
            .GetGrain<IClusterGrain>(0)
            .Report(
                new SiloReport(
                    silo.SiloAddress.ToString(),
                    Build.Version,
                    StartedAt,
                    planets.Count,
                    counters.Depth,
                    counters.Dropped,
                    messages.Queued
                )
            );
}
