namespace Connecto.Bench.Plants;

/// <summary>What a process of a plant is there for.</summary>
internal enum Role
{
    Postgres,

    /// <summary>The cluster's table of members.</summary>
    Redis,

    /// <summary>Hosts grains.</summary>
    Silo,

    /// <summary>Serves clients, and hosts grains as well where the plant has no silos.</summary>
    Web,
}
