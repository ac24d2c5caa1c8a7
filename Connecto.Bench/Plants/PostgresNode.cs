using System.Globalization;
using Connecto.Bench.Processes;
using Npgsql;

namespace Connecto.Bench.Plants;

/// <summary>
/// A plant's PostgreSQL: made and started by the shell functions with which <c>./connecto up</c> does so, durable, as a
/// user of its own.
/// </summary>
/// <param name="home">Its folder: data, socket and logs.</param>
/// <param name="address">Where it listens, beside its socket; null: nowhere else.</param>
/// <param name="range">Whom it lets in there.</param>
/// <param name="password">With which.</param>
/// <param name="plan">Who will want connections, and whether its disk is a small one, so that its log has to be small too.</param>
internal sealed class PostgresNode(string home, string? address, string? range, string password, PlantPlan plan)
{
    private const string Parts = """
        set -euo pipefail
        root=$0 home=$1
        source "$root/commands/base.sh"
        part postgres
        postgres_prepare "$home"
        """;

    private static readonly string[] ForSmallDisk =
    [
        "shared_buffers=128MB",
        "min_wal_size=32MB",
        "max_wal_size=128MB",
        "checkpoint_timeout=60s",
    ];

    /// <summary>How Npgsql reaches it.</summary>
    public string ConnectionString =>
        address is null
            ? $"Host={home}/run/socket;Username=connecto;Database=connecto"
            : $"Host={address};Username=connecto;Password={password};Database=connecto";

    /// <summary>What becomes the postmaster.</summary>
    public IEnumerable<string> Command =>
        ["bash", "-c", Become, BuiltProgram.Repository(), home, .. plan.FillsDisk ? ForSmallDisk : [], .. Listening];

    // As many connections as for a cluster that ./connecto up runs.
    private string Become =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {{Parts}}
            part cluster
            silos={{plan.MostSilos}} webs={{plan.Webs}}
            cluster_connections
            postgres_become "max_connections=$connections" "${@:2}"
            """
        );

    private IEnumerable<string> Listening => address is null ? [] : [$"listen_addresses={address}"];

    /// <summary>Makes its data.</summary>
    public async Task MakeAsync()
    {
        var admits = range is null ? "" : $"\npostgres_password={password} postgres_admit {range}";
        await Shell.RunAsync("bash", "-c", Parts + admits, BuiltProgram.Repository(), home);
    }

    /// <summary>Whether it answers.</summary>
    public async Task<bool> IsReadyAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;Timeout=2");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
