using System.Globalization;

namespace Connecto.Bench.Load;

/// <summary>What a server allocated on its heap in all, for a frame that it put into a connection's outbox.</summary>
internal sealed record AllocationResult(string Scenario, long Bytes, long Deliveries)
{
    /// <summary>A delivery allocates nothing of its own; what is left is the message's, shared by all who hear it.</summary>
    public const int MostPerDelivery = 100;

    public double PerDelivery => (double)Bytes / Math.Max(1, Deliveries);

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Scenario}: {PerDelivery:F1} bytes allocated for a delivery, everything counted (at most {MostPerDelivery})"
        );
}
