using Connecto.Bench.Plants;
using Npgsql;

namespace Connecto.Bench.Cluster;

/// <summary>CPU seconds that all processes of a plant have used up to now, by what they are there for.</summary>
internal sealed record RoleUsage(double Web, double Silos, double Postgres, double Redis)
{
    public double All => Web + Silos + Postgres + Redis;

    /// <summary>Microseconds for each of so many.</summary>
    public RoleUsage Each(long count) =>
        new(Web * 1e6 / count, Silos * 1e6 / count, Postgres * 1e6 / count, Redis * 1e6 / count);

    public static RoleUsage operator -(RoleUsage now, RoleUsage before) =>
        new(now.Web - before.Web, now.Silos - before.Silos, now.Postgres - before.Postgres, now.Redis - before.Redis);

    /// <summary>Reads it; processes of PostgreSQL that have ended since <paramref name="backends"/> were read count nothing.</summary>
    public static RoleUsage Read(Plant plant, IReadOnlyList<int> backends)
    {
        double Of(Role role) => plant.Of(role).Sum(name => ProcessUsage.CpuSeconds(plant.Process(name).Running!.Pid));
        return new(Of(Role.Web), Of(Role.Silo), Of(Role.Postgres) + ProcessUsage.CpuSeconds(backends), Of(Role.Redis));
    }

    /// <summary>The processes of the plant's PostgreSQL.</summary>
    public static async Task<IReadOnlyList<int>> BackendsAsync(Plant plant)
    {
        await using var source = NpgsqlDataSource.Create(plant.Postgres);
        return await PostgresProcesses.ReadAsync(source);
    }
}
