using System.Collections.Immutable;
using Orleans;

namespace Connecto.Diagnostics;

/// <summary>
/// How long the runs of one thing took in one process or in several: microseconds in all and at most, how many failed, and
/// how many took how long, by <see cref="TimeBuckets"/>.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record Durations(long Microseconds, long Longest, long Failures, ImmutableArray<long> Buckets)
{
    /// <summary>Of what has not run.</summary>
    public static Durations None { get; } = new(0, 0, 0, [.. new long[TimeBuckets.Count]]);

    /// <summary>Runs that are over, also those that failed.</summary>
    public long Count => Buckets.Sum();

    /// <summary>In milliseconds; zero where there was no run.</summary>
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

    /// <summary>Those of both.</summary>
    public Durations With(Durations other) =>
        new(
            Microseconds + other.Microseconds,
            Math.Max(Longest, other.Longest),
            Failures + other.Failures,
            [.. Buckets.Zip(other.Buckets, (one, another) => one + another)]
        );
}
