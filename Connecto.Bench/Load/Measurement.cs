using System.Diagnostics;
using Npgsql;

namespace Connecto.Bench.Load;

/// <summary>A stretch of time in which a meter counts and the CPU time of all parts is watched.</summary>
internal sealed class Measurement
{
    private readonly LoadMeter _meter;
    private readonly int _server;
    private readonly double _serverCpu;
    private readonly IReadOnlyDictionary<int, double> _postgresCpu;
    private readonly double _ownCpu;
    private readonly long _started;

    private Measurement(LoadMeter meter, int server, IReadOnlyList<int> postgres)
    {
        (_meter, _server) = (meter, server);
        meter.Clear();
        _serverCpu = ProcessUsage.CpuSeconds(server);
        _postgresCpu = postgres.ToDictionary(process => process, ProcessUsage.CpuSeconds);
        _ownCpu = Environment.CpuUsage.TotalTime.TotalSeconds;
        _started = Stopwatch.GetTimestamp();
    }

    /// <summary>Starts now; what the meter counted so far is forgotten.</summary>
    /// <param name="meter">Counts.</param>
    /// <param name="server">The server's process.</param>
    /// <param name="source">Its PostgreSQL, whose processes must be on this machine.</param>
    public static async Task<Measurement> StartAsync(LoadMeter meter, int server, NpgsqlDataSource source) =>
        new(meter, server, await PostgresProcesses.ReadAsync(source));

    /// <summary>Ends now.</summary>
    public LoadResult End(string scenario)
    {
        var seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        var serverCpu = ProcessUsage.CpuSeconds(_server) - _serverCpu;
        return new LoadResult(
            scenario,
            seconds,
            _meter.AcknowledgedCount / seconds,
            Latency.Of(_meter.Sends),
            _meter.DeliveredCount / seconds,
            Latency.Of(_meter.Deliveries),
            serverCpu * 1e6 / Math.Max(1, _meter.DeliveredCount),
            serverCpu / seconds,
            // One that has ended since counts nothing.
            _postgresCpu.Sum(process => Math.Max(0, ProcessUsage.CpuSeconds(process.Key) - process.Value)) / seconds,
            (Environment.CpuUsage.TotalTime.TotalSeconds - _ownCpu) / seconds,
            _meter.FailedCount,
            _meter.FirstFailure
        );
    }
}
