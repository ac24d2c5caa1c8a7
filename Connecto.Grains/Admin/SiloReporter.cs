using Connecto.Delivery;
using Connecto.Diagnostics;
using Connecto.Storage;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Connecto.Admin;

/// <summary>Reports what this silo carries.</summary>
internal sealed class SiloReporter(
    IGrainFactory grains,
    ActivePlanets planets,
    SiloLeases leases,
    CounterWriter counters,
    MessageWriter messages,
    TimeProvider time,
    ILogger<SiloReporter> logger
) : ClusterReporter(time, logger)
{
    // The runtime has to run before it is made. It holds its object weakly, which the services hold here.
    private ISiloLeases? _reference;

    protected override Task ReportAsync() =>
        grains
            .GetGrain<IClusterGrain>(0)
            .Report(
                new SiloReport(
                    planets.Silo,
                    Build.Version,
                    StartedAt,
                    planets.Count,
                    counters.Depth,
                    counters.Dropped,
                    messages.Queued,
                    Math.Round(counters.Age.TotalMilliseconds),
                    messages.Written
                ),
                _reference ??= grains.CreateObjectReference<ISiloLeases>(leases)
            );
}
