using System.Globalization;

namespace Connecto.Bench.Load;

/// <summary>Where a soak stands.</summary>
/// <param name="Minutes">Since its beginning.</param>
/// <param name="Bytes">The server's memory (RSS).</param>
/// <param name="Acknowledged">Sends so far.</param>
/// <param name="Delivered">Events so far.</param>
/// <param name="Failed">Sends so far that were refused.</param>
internal sealed record SoakSample(double Minutes, long Bytes, long Acknowledged, long Delivered, long Failed)
{
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Minutes, 5:F1} min: {Bytes / 1048576.0:F1} MiB RSS, {Acknowledged} sends, {Delivered} deliveries, {Failed} failed"
        );
}
