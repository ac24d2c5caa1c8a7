namespace Connecto.Diagnostics;

/// <summary>
/// Times by their logarithm, four buckets for each doubling: whatever falls into one is told within 10 % of what it was, from
/// a microsecond to two minutes.
/// </summary>
internal static class TimeBuckets
{
    private const int ForEachDoubling = 4;

    public const int Count = ForEachDoubling * 27;

    public static int Of(long microseconds) =>
        microseconds <= 1 ? 0 : Math.Min(Count - 1, (int)(ForEachDoubling * Math.Log2(microseconds)));

    /// <summary>The middle of a bucket, in microseconds.</summary>
    public static double Middle(int bucket) => Math.Pow(2, (bucket + 0.5) / ForEachDoubling);
}
