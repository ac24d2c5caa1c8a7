namespace Connecto.Silo.Clustering;

/// <summary>Where the silos of a cluster find each other.</summary>
public enum Membership
{
    /// <summary>Nowhere: one process is all there is.</summary>
    None,

    /// <summary>In Redis.</summary>
    Redis,

    /// <summary>In the primary PostgreSQL, in the tables of <c>sql/orleans</c>.</summary>
    Postgres,
}
