using System.Globalization;

namespace Connecto.Bench.Load;

/// <summary>What a soak showed.</summary>
/// <param name="Samples">In order.</param>
/// <param name="Milliseconds">From call to event, over all of it.</param>
/// <param name="Order">Of every client's history.</param>
/// <param name="FirstFailure">Why the first failed send did.</param>
internal sealed record SoakResult(
    IReadOnlyList<SoakSample> Samples,
    Latency Milliseconds,
    OrderResult Order,
    string? FirstFailure
)
{
    private const double MostGrowth = 0.1;
    private const double MostFailed = 0.001;

    // The garbage collector's own ups and downs are no growth, so the end is the median of some samples.
    private const int EndSamples = 5;

    /// <summary>The server's memory at the end against that after the first minute, less one.</summary>
    public double Growth
    {
        get
        {
            var first = Samples.First(sample => sample.Minutes >= 1);
            var last = Samples.Where(sample => sample.Minutes >= 1).TakeLast(EndSamples);
            return Median.Of(last.Select(sample => (double)sample.Bytes)) / first.Bytes - 1;
        }
    }

    /// <summary>Failed sends of all.</summary>
    public double FailedShare =>
        (double)Samples[^1].Failed / Math.Max(1, Samples[^1].Acknowledged + Samples[^1].Failed);

    public bool Held => Order.Held && FailedShare < MostFailed && Growth < MostGrowth;

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(Held ? "held" : "did not hold")}: memory {Growth:+0.0%;-0.0%} after the first minute (at most {MostGrowth:P0}), {FailedShare:P3} failed (less than {MostFailed:P1}) {FirstFailure}"
        );
}
