namespace Connecto.Bench.Layout;

/// <summary>The 36 months over which history lies; new messages fall into the last one.</summary>
internal static class Calendar
{
    public const int Months = 36;

    /// <summary>Start of the first month.</summary>
    public static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The moment at which new messages are written.</summary>
    public static readonly DateTimeOffset Now = Start.AddMonths(Months - 1).AddDays(14);

    /// <summary>A time-ordered id: milliseconds since <see cref="Start"/> above 22 bits of node and counter.</summary>
    public static long IdAt(DateTimeOffset time) => (long)(time - Start).TotalMilliseconds << 22;

    /// <summary>DDL that gives <paramref name="table"/> its monthly partitions, by <c>created_at</c>, and a default one.</summary>
    public static string MonthlyByTime(string table) =>
        Monthly(table, month => $"'{Start.AddMonths(month):yyyy-MM-dd} 00:00:00+00'");

    /// <summary>DDL that gives <paramref name="table"/> its monthly partitions, by time-ordered id, and a default one.</summary>
    public static string MonthlyById(string table) => Monthly(table, month => $"{IdAt(Start.AddMonths(month))}");

    /// <summary>DDL that gives <paramref name="table"/> 16 partitions by hash.</summary>
    public static string Hashed(string table) =>
        string.Concat(
            Enumerable
                .Range(0, 16)
                .Select(i =>
                    $"CREATE TABLE {table}_{i} PARTITION OF {table} FOR VALUES WITH (MODULUS 16, REMAINDER {i});\n"
                )
        );

    private static string Monthly(string table, Func<int, string> bound) =>
        string.Concat(
            Enumerable
                .Range(0, Months)
                .Select(m =>
                    $"CREATE TABLE {table}_{m} PARTITION OF {table} FOR VALUES FROM ({bound(m)}) TO ({bound(m + 1)});\n"
                )
        ) + $"CREATE TABLE {table}_default PARTITION OF {table} DEFAULT;\n";
}
