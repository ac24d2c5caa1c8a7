using System.Collections.Immutable;

namespace Connecto.Storage.Profiling;

/// <summary>
/// What the primary tells of itself, since its statistics were last reset. <c>CacheHitRate</c> is the share of blocks that it
/// had in memory, null before it says something; <c>LockWaits</c>, how many sessions have waited for a lock for over a second;
/// <c>Statements</c>, from <c>pg_stat_statements</c>, null where that extension is off.
/// </summary>
public sealed record DatabaseFigures(
    ImmutableArray<TableFigures> Tables,
    ImmutableArray<UnusedIndex> UnusedIndexes,
    double? CacheHitRate,
    int LockWaits,
    ImmutableArray<StatementFigures>? Statements
);

/// <summary>A table with all its partitions: bytes on disk without and of indexes, rows, and how it was read.</summary>
public sealed record TableFigures(
    string Name,
    long Bytes,
    long IndexBytes,
    long LiveRows,
    long DeadRows,
    long SequentialScans,
    long RowsReadSequentially,
    long IndexScans
);

/// <summary>An index that no query to the primary has used, and that keeps nothing apart. A replica's queries do not count.</summary>
public sealed record UnusedIndex(string Table, string Name, long Bytes);

/// <summary>One of the statements that took the most time in all; times in milliseconds.</summary>
public sealed record StatementFigures(string Sql, long Calls, double TotalMs, double MeanMs, long Rows);
