using System.Diagnostics;
using System.Numerics;

namespace Connecto.Bench.Load;

/// <summary>
/// Counts latencies in buckets that are at most 1/64 wide of their value, from a microsecond to an hour. Thread-safe.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBuckets = 64;
    private const int SubBits = 6;

    private readonly long[] _counts = new long[33 * SubBuckets];

    public long Count => _counts.Sum();

    /// <summary>Counts one latency, in ticks of <see cref="Stopwatch"/>.</summary>
    public void Record(long ticks)
    {
        var microseconds = (uint)Math.Clamp(ticks * 1_000_000 / Stopwatch.Frequency, 1, uint.MaxValue);
        var exponent = BitOperations.Log2(microseconds);
        var sub = exponent >= SubBits ? microseconds >> (exponent - SubBits) : microseconds << (SubBits - exponent);
        Interlocked.Increment(ref _counts[exponent * SubBuckets + (sub & (SubBuckets - 1))]);
    }

    /// <summary>Counts what another one has counted.</summary>
    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            Interlocked.Add(ref _counts[i], other._counts[i]);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.Clear(_counts);

    /// <summary>The latency in milliseconds that <paramref name="share"/> (0 to 1) of all do not exceed; 0 if there are none.</summary>
    public double Milliseconds(double share)
    {
        var (wanted, seen) = (Math.Ceiling(share * Count), 0L);
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen > 0 && seen >= wanted)
            {
                return (1L << (i / SubBuckets)) * (1 + (i % SubBuckets) / (double)SubBuckets) / 1000;
            }
        }

        return 0;
    }
}
