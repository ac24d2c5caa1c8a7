namespace Connecto.Bench.Plants;

/// <summary>
/// What a plant is made of. Without silos there is one web node, which hosts the grains itself; with them there is a
/// cluster. What a fault needs and this machine does not have is left out before.
/// </summary>
internal sealed record PlantPlan(int Silos, int Webs, bool CutsNetwork, bool FillsDisk, bool StepsClocks)
{
    /// <summary>How many silos there are once all have been added that will be; PostgreSQL has connections for them.</summary>
    public int MostSilos { get; init; } = Silos;

    /// <summary>Why there is no plant of so many silos and web nodes on this engine or machine; null where there is.</summary>
    public static async Task<string?> RefusalAsync(int silos, int webs) =>
        Refusal(silos, webs)
        ?? (
            silos == 0 || await RedisNode.FindAsync() is not null
                ? null
                : "A cluster needs redis-server, and this machine neither has it nor gets it from Debian's packages."
        );

    private static string? Refusal(int silos, int webs) =>
        (silos, webs) switch
        {
            (< 0, _) or (_, < 0) or (0, 0) => "There is one process at least.",
            (0, > 1) => "Several web nodes need a cluster: --silos.",
#if !ORLEANS_PACKAGES
            (> 0, _) =>
                "The local runtime is one process, which the web node holds; silos take CONNECTO_RUNTIME=packages.",
#endif
            _ => null,
        };
}
