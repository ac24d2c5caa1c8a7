namespace Connecto.Storage.Profiling;

/// <summary>A query that has run, and how many rows it gave or changed.</summary>
internal readonly record struct QueryRun(QueryCall Call, TimeSpan Took, long Rows);
