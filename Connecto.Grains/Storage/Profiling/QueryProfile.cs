using System.Collections.Immutable;
using Orleans;

namespace Connecto.Storage.Profiling;

/// <summary>
/// What a query took in one process or in several: how many rows it gave or changed, microseconds in all and at most, how
/// often it failed, and how many runs took how long, by <see cref="TimeBuckets"/>.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record QueryProfile(
    string Name,
    string Sql,
    long Rows,
    long Microseconds,
    long Longest,
    long Failures,
    ImmutableArray<long> Buckets
)
{
    /// <summary>Times that it ran, also where it failed.</summary>
    public long Count => Buckets.Sum();

    /// <summary>In milliseconds; zero where it has not run.</summary>
    public double Mean => Count == 0 ? 0 : Microseconds / 1000.0 / Count;

    /// <summary>The time that this share of the runs did not exceed, in milliseconds, within 10 %; at most the longest.</summary>
    /// <param name="share">Between 0 and 1: 0.5 is the median.</param>
    public double Percentile(double share)
    {
        var rank = (long)Math.Ceiling(share * Count);
        for (var bucket = 0; bucket < Buckets.Length; bucket++)
        {
            rank -= Buckets[bucket];
            if (rank <= 0)
            {
                return Math.Min(TimeBuckets.Middle(bucket), Longest) / 1000;
            }
        }
        return 0;
    }

    /// <summary>The same query of two processes.</summary>
    public QueryProfile With(QueryProfile other) =>
        this with
        {
            Rows = Rows + other.Rows,
            Microseconds = Microseconds + other.Microseconds,
            Longest = Math.Max(Longest, other.Longest),
            Failures = Failures + other.Failures,
            Buckets = [.. Buckets.Zip(other.Buckets, (one, another) => one + another)],
        };
}
