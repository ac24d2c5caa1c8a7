namespace Connecto.Web.Caching;

/// <summary>What is cached, by how long it may be.</summary>
internal enum CacheKind
{
    /// <summary>Pages of popular travels.</summary>
    Popular,

    /// <summary>Pages of other lists.</summary>
    Lists,

    /// <summary>How much there is of everything.</summary>
    Statistics,

    /// <summary>What PostgreSQL tells of itself.</summary>
    Dashboards,

    /// <summary>Users as everybody sees them.</summary>
    Profiles,
}
