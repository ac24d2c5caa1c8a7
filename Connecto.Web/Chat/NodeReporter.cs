using Connecto.Admin;
using Connecto.Diagnostics;
using Orleans;

namespace Connecto.Web.Chat;

/// <summary>Reports what this web node holds.</summary>
internal sealed class NodeReporter(
    IGrainFactory grains,
    WebNode node,
    UserTable users,
    SiloTable silos,
    TimeProvider time,
    ILogger<NodeReporter> logger
) : ClusterReporter(time, logger)
{
    protected override async Task ReportAsync()
    {
        var report = new WebNodeReport(
            node.Id,
            Environment.MachineName,
            Build.Version,
            StartedAt,
            users.Count,
            GC.GetTotalAllocatedBytes(),
            WebMetrics.Deliveries
        );
        silos.Know(await grains.GetGrain<IClusterGrain>(0).Attach(report, node.NodeObserver));
    }
}
