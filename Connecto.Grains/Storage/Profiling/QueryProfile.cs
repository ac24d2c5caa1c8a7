using Connecto.Diagnostics;
using Orleans;

namespace Connecto.Storage.Profiling;

/// <summary>What a query took in one process or in several, and how many rows it gave or changed.</summary>
[GenerateSerializer, Immutable]
public sealed record QueryProfile(string Name, string Sql, long Rows, Durations Times)
{
    /// <summary>The same query of two processes.</summary>
    public QueryProfile With(QueryProfile other) =>
        this with
        {
            Rows = Rows + other.Rows,
            Times = Times.With(other.Times),
        };
}
