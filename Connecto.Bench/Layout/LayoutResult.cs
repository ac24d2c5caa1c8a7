namespace Connecto.Bench.Layout;

/// <summary>What was measured of one layout; lists hold one figure a round.</summary>
/// <param name="Layout">Its name.</param>
/// <param name="MessagesPerSecond">Committed messages.</param>
/// <param name="PostgresMicroseconds">CPU time of PostgreSQL for a message.</param>
/// <param name="PageMilliseconds">Median of a page that may lie in any month.</param>
/// <param name="PrunedPageMilliseconds">Median of a page whose months are known; empty where that helps nothing.</param>
/// <param name="BytesPerMessage">Tables and indexes after loading, keys and events included.</param>
internal sealed record LayoutResult(
    string Layout,
    List<double> MessagesPerSecond,
    List<double> PostgresMicroseconds,
    List<double> PageMilliseconds,
    List<double> PrunedPageMilliseconds,
    double BytesPerMessage
)
{
    /// <summary>Nothing measured yet but the size.</summary>
    public static LayoutResult Of(MessageLayout layout, double bytesPerMessage) =>
        new(layout.Name, [], [], [], [], bytesPerMessage);
}
