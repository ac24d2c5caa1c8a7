namespace Connecto.Bench.Scenes;

/// <summary>Reads a server's <c>/metrics</c> while a scenario runs.</summary>
internal sealed class ServerMetrics(Uri server) : IDisposable
{
    // Npgsql's requests that wait for a connection of a pool.
    private const string Pending = "db_client_connection_pending_requests",
        PendingBefore = "db_client_connections_pending_requests";

    private static readonly TimeSpan _every = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _http = new() { BaseAddress = server };

    /// <summary>The most requests that were seen to wait for a connection, of all pools together.</summary>
    public double MostPending { get; private set; }

    public async Task<IReadOnlyList<MetricSample>> ReadAsync() =>
        MetricsText.Parse(await _http.GetStringAsync("metrics"));

    /// <summary>Looks every half second who waits for a connection, until it is told to stop.</summary>
    public async Task WatchAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(_every);
        MostPending = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var samples = await ReadAsync();
                var pending = samples.Where(sample => sample.Name is Pending or PendingBefore);
                MostPending = Math.Max(MostPending, pending.Sum(sample => sample.Value));
            }
        }
        catch (OperationCanceledException)
        {
            // It was told so.
        }
    }

    public void Dispose() => _http.Dispose();
}
