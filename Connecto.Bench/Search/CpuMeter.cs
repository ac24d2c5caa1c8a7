using System.Diagnostics;
using Npgsql;

namespace Connecto.Bench.Search;

/// <summary>Cores that this process and PostgreSQL keep busy from its start on.</summary>
internal sealed class CpuMeter
{
    private readonly NpgsqlDataSource _source;
    private readonly Dictionary<int, double> _postgres;
    private readonly TimeSpan _own = Environment.CpuUsage.TotalTime;
    private readonly long _started = Stopwatch.GetTimestamp();

    private CpuMeter(NpgsqlDataSource source, IEnumerable<int> postgres) =>
        (_source, _postgres) = (source, postgres.ToDictionary(process => process, ProcessUsage.CpuSeconds));

    public static async Task<CpuMeter> StartAsync(NpgsqlDataSource source) =>
        new(source, await PostgresProcesses.ReadAsync(source));

    /// <summary>Until now. A process of PostgreSQL that has ended since counts nothing, and a new one all that it has used.</summary>
    public async Task<Cores> ReadAsync()
    {
        var seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        var own = Environment.CpuUsage.TotalTime - _own;
        var postgres = (await PostgresProcesses.ReadAsync(_source)).Sum(process =>
            ProcessUsage.CpuSeconds(process) - _postgres.GetValueOrDefault(process)
        );
        return new Cores(own.TotalSeconds / seconds, postgres / seconds);
    }
}

/// <summary>Cores that are busy.</summary>
internal sealed record Cores(double Own, double Postgres)
{
    public double All => Own + Postgres;
}
