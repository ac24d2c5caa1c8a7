namespace Connecto.Bench.Scenes;

/// <summary>Reads a server's <c>/metrics</c> while a scenario runs.</summary>
internal sealed class ServerMetrics(Uri server) : IDisposable
{
    private const string PendingRequests = "db_client_connection_npgsql_pending_requests";

    private static readonly TimeSpan _every = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _http = new() { BaseAddress = server };

    /// <summary>
    /// The most requests that were seen to wait for a connection, of all pools together; null where Npgsql does not tell.
    /// </summary>
    public double? MostPending { get; private set; }

    public async Task<IReadOnlyList<MetricSample>> ReadAsync() =>
        MetricsText.Parse(await _http.GetStringAsync("metrics"));

    /// <summary>Looks every half second who waits for a connection, until it is told to stop.</summary>
    public async Task WatchAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_every);
        MostPending = null;
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                if (Pending(await ReadAsync()) is { } pending)
                {
                    MostPending = Math.Max(MostPending ?? 0, pending);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It was told so.
        }
    }

    /// <summary>Requests that wait for a connection of any pool; null where nothing tells of them.</summary>
    internal static double? Pending(IEnumerable<MetricSample> samples)
    {
        var pools = samples.Where(sample => sample.Name == PendingRequests).ToList();
        return pools.Count == 0 ? null : pools.Sum(sample => sample.Value);
    }

    public void Dispose() => _http.Dispose();
}
