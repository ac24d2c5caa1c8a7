using Connecto.Bench.Plants;
using Connecto.Bench.Processes;

namespace Connecto.Bench.Away;

/// <summary>A durable PostgreSQL of the run's own, which is really stopped and started again.</summary>
internal sealed class StoppablePostgres : IAsyncDisposable
{
    private static readonly PlantPlan _plan = new(0, 1, CutsNetwork: false, FillsDisk: false, StepsClocks: false);

    private readonly string _folder;
    private readonly PostgresNode _node;
    private PlantProcess? _process;

    private StoppablePostgres(string folder)
    {
        _folder = folder;
        _node = new PostgresNode(Path.Combine(folder, "postgres"), null, null, "", _plan);
    }

    public string ConnectionString => _node.ConnectionString;

    public static async Task<StoppablePostgres> StartAsync()
    {
        await PlantRemains.SweepAsync();
        var folder = PlantRemains.NewFolder();
        var postgres = new StoppablePostgres(folder);
        try
        {
            // PostgreSQL enters it as another user.
            await Shell.RunAsync("chmod", "711", folder);
            await postgres._node.MakeAsync();
            await postgres.ComeBackAsync();
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops all of its processes at once, as an immediate shutdown does; the next start has to recover.</summary>
    public async Task GoAwayAsync()
    {
        await _process!.EndAsync(UnixProcess.SigQuit);
        await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Starts it and returns when it answers.</summary>
    public async Task ComeBackAsync()
    {
        _process = new PlantProcess(
            "postgres",
            Role.Postgres,
            _node.Command,
            new Dictionary<string, string>(),
            Path.Combine(_folder, "process")
        );
        await Eventually.Holds(_node.IsReadyAsync, "postgres to be ready", CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await GoAwayAsync();
        }
        await PlantRemains.RemoveAsync(_folder);
    }
}
