using Orleans.Configuration;
using Orleans.Hosting;

namespace Connecto.Silo.Clustering;

/// <summary>
/// How silos that come later get their share: one activation of the cluster compares how many grains silos hold, and
/// has those with many hand some to those with few. <c>docs/decisions/0008-spreading.md</c> has what was measured.
/// </summary>
internal static class Spreading
{
    /// <summary>How often shares are compared, and for how long nothing is done once they are even.</summary>
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(5);

    /// <summary>Grains that one silo hands to another within a cycle: their planets are read anew from PostgreSQL.</summary>
    private const int MostAtOnce = 1000;

    public static ISiloBuilder SpreadWork(this ISiloBuilder silo)
    {
        silo.Configure<ActivationRebalancerOptions>(options =>
        {
            options.RebalancerDueTime = _every;
            options.SessionCyclePeriod = _every;
            // Most of what a silo has too much goes in the first cycle; by default it would be a tenth.
            options.CycleNumberWeight = 1;
            options.ActivationMigrationCountLimit = MostAtOnce;
        });
#pragma warning disable ORLEANSEXP002 // It may change with a release of Orleans; the test of it would say so.
        return silo.AddActivationRebalancer();
#pragma warning restore ORLEANSEXP002
    }
}
