using System.Diagnostics;
using Npgsql;

namespace Connecto.Bench.Load;

/// <summary>A stretch of time in which a meter counts and the CPU time of all parts is watched.</summary>
internal sealed class Measurement
{
    private readonly LoadMeter _meter;
    private readonly int _server;
    private readonly IReadOnlyList<int> _postgres;
    private readonly double _serverCpu;
    private readonly double _postgresCpu;
    private readonly double _ownCpu;
    private readonly long _started;

    private Measurement(LoadMeter meter, int server, IReadOnlyList<int> postgres)
    {
        (_meter, _server, _postgres) = (meter, server, postgres);
        meter.Clear();
        (_serverCpu, _postgresCpu) = (ProcessUsage.CpuSeconds(server), ProcessUsage.CpuSeconds(postgres));
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
            (ProcessUsage.CpuSeconds(_postgres) - _postgresCpu) / seconds,
            (Environment.CpuUsage.TotalTime.TotalSeconds - _ownCpu) / seconds,
            _meter.FailedCount,
            _meter.FirstFailure
        );
    }
}
