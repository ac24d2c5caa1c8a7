namespace Connecto.Bench.Faults;

/// <summary>What is done to a plant.</summary>
internal enum FaultKind
{
    /// <summary>kill -9 of a silo.</summary>
    KillSilo,

    /// <summary>kill -9 of a web node.</summary>
    KillWeb,

    /// <summary>kill -9 of the postmaster.</summary>
    KillPostgres,

    /// <summary>SIGTERM of a silo, as in a rolling restart: over once it is ready again.</summary>
    EndSilo,

    /// <summary>The same with a web node.</summary>
    EndWeb,

    /// <summary>SIGSTOP of a silo or web node, and SIGCONT after a while.</summary>
    Stop,

    /// <summary>The clock of a silo or web node goes forward or back, and returns after a while.</summary>
    Clock,

    /// <summary>PostgreSQL's disk has no byte left for a while.</summary>
    Disk,

    /// <summary>Nothing passes for a while between PostgreSQL and one who hosts grains.</summary>
    CutPostgres,

    /// <summary>Nothing passes for a while between two silos.</summary>
    CutSilos,

    /// <summary>Nothing passes for a while between a web node and a silo.</summary>
    CutWeb,
}
