using Npgsql;

namespace Connecto.Bench.Load;

/// <summary>What all scenarios of one call of <c>load</c> share.</summary>
/// <param name="ConnectionString">The PostgreSQL of its servers.</param>
/// <param name="Source">The same.</param>
/// <param name="Options">Of the command.</param>
/// <param name="Figures">Where results go.</param>
internal sealed record LoadRun(string ConnectionString, NpgsqlDataSource Source, Options Options, LoadFigures Figures)
{
    /// <summary>Enough unanswered sends that a pause of a second does not refuse a paced one.</summary>
    public const int PacedWindow = 1024;

    /// <summary>Before anything is measured.</summary>
    public TimeSpan Warmup { get; } = Options.Seconds("warmup", 40);

    /// <summary>For which each scenario is measured.</summary>
    public TimeSpan Time { get; } = Options.Seconds("seconds", 10);

    public Task<ServerProcess> StartServerAsync() => ServerProcess.StartAsync(ConnectionString);

    public Scenarios On(ServerProcess server) => new(server.Id, Source);
}
