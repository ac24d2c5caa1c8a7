using Connecto.Diagnostics;
using Orleans;

namespace Connecto.Storage.Profiling;

/// <summary>
/// What a query took in one process or in several, and how many rows it gave or changed: since the processes started, and
/// <c>Lately</c>, within <see cref="Admin.ClusterReports.Lately"/>, which a process of an older build does not tell.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record QueryProfile(string Name, string Sql, long Rows, Durations Times, Durations? Lately = null)
{
    /// <summary>The same query of two processes.</summary>
    public QueryProfile With(QueryProfile other) =>
        this with
        {
            Rows = Rows + other.Rows,
            Times = Times.With(other.Times),
            Lately =
                Lately is null ? other.Lately
                : other.Lately is null ? Lately
                : Lately.With(other.Lately),
        };
}
