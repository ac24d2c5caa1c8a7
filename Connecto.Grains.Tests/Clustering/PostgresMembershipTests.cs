using Connecto.Tests.Support;
using Npgsql;
#if ORLEANS_PACKAGES
using Connecto.Grains.Tests.Runtime;
using Connecto.Grains.Tests.Runtime.Grains;
using Connecto.Silo.Clustering;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
#endif

namespace Connecto.Grains.Tests.Clustering;

#if ORLEANS_PACKAGES
public sealed class PostgresMembershipTests(PostgresFixture postgres) : IAsyncLifetime
{
    private string _connectionString = "";
    private NpgsqlDataSource _database = null!;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateDatabaseAsync();
        _database = NpgsqlDataSource.Create(_connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await postgres.DropDatabaseAsync(_connectionString);
    }

    [Fact]
    public async Task Silos_find_each_other_and_the_one_that_stops_is_gone_for_the_other()
    {
        await using var first = await ClusterSilo.StartAsync(_connectionString);
        await using (await ClusterSilo.StartAsync(_connectionString))
        {
            await Eventually.TrueAsync(() => first.ActiveSilos == 2);
        }
        await Eventually.TrueAsync(() => first.ActiveSilos == 1);
    }

    [Fact]
    public async Task Silos_that_start_at_once_all_join()
    {
        var silos = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ClusterSilo.StartAsync(_connectionString)));
        foreach (var silo in silos)
        {
            await Eventually.TrueAsync(() => silo.ActiveSilos == 3);
        }
        await Task.WhenAll(silos.Select(silo => silo.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_silo_that_answers_nobody_is_declared_dead_and_forgotten_in_time()
    {
        await using var first = await ClusterSilo.StartAsync(_connectionString, ForgetSoon);
        await using var second = await ClusterSilo.StartAsync(_connectionString, ForgetSoon);
        await Eventually.TrueAsync(() => first.ActiveSilos == 2 && second.ActiveSilos == 2);
        await AddSilentSiloAsync();
        // Only the dead are forgotten. The row may say so for no longer than a moment, so it is not asked for.
        await Eventually.TrueAsync(async () => await StatusOfSilentAsync() is null);
        await Eventually.TrueAsync(() => first.ActiveSilos == 2 && second.ActiveSilos == 2);
    }

    [Fact]
    public async Task A_silo_joins_past_one_that_hangs_while_nobody_else_is_there()
    {
        // It leaves the table behind.
        await (await ClusterSilo.StartAsync(_connectionString)).DisposeAsync();
        await AddSilentSiloAsync();

        await using var silo = await ClusterSilo.StartAsync(
            _connectionString,
            builder =>
            {
                builder.Services.AddSingleton(TimeProvider.System);
                builder.PassOverSilent();
                builder.Configure<ClusterMembershipOptions>(options =>
                {
                    options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(1);
                    options.MaxJoinAttemptTime = TimeSpan.FromSeconds(60);
                });
            }
        );

        Assert.Equal(1, silo.ActiveSilos);
        Assert.Equal(MembershipRows.Dead, await StatusOfSilentAsync());
    }

    [Fact]
    public async Task A_client_finds_the_silos()
    {
        await using var silo = await ClusterSilo.StartAsync(_connectionString);
        using var client = new ClusterClient(_connectionString);
        await client.StartAsync(TestContext.Current.CancellationToken);
        var actor = client.Grains.GetGrain<IActorGrain>(Scene.New().Name);
        Assert.Equal(silo.Address.ToString(), await actor.SiloName());
        await client.StopAsync();
    }

    private static void ForgetSoon(ISiloBuilder silo) =>
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.NumMissedProbesLimit = 3;
            options.DefunctSiloCleanupPeriod = TimeSpan.FromSeconds(1);
            options.DefunctSiloExpiration = TimeSpan.FromSeconds(1);
        });

    // As one that has died without a word: it looks alive, and nothing listens at its port.
    private async Task AddSilentSiloAsync()
    {
        await using var add = _database.CreateCommand(
            """
            SELECT orleans_add_silo('tests', version, '127.0.0.1', 9, 1, 'silent', 'host', 3, 0, now(), now())
            FROM orleans_clusters WHERE cluster_id = 'tests'
            """
        );
        await Eventually.TrueAsync(async () => (bool)(await add.ExecuteScalarAsync())!);
    }

    private async Task<int?> StatusOfSilentAsync()
    {
        await using var read = _database.CreateCommand("SELECT status FROM orleans_silos WHERE name = 'silent'");
        return (int?)await read.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
#else
public sealed class PostgresMembershipTests
{
    [Fact(Skip = OneProcess.Reason)]
    public void Silos_find_each_other_and_the_one_that_stops_is_gone_for_the_other() { }

    [Fact(Skip = OneProcess.Reason)]
    public void Silos_that_start_at_once_all_join() { }

    [Fact(Skip = OneProcess.Reason)]
    public void A_silo_that_answers_nobody_is_declared_dead_and_forgotten_in_time() { }

    [Fact(Skip = OneProcess.Reason)]
    public void A_silo_joins_past_one_that_hangs_while_nobody_else_is_there() { }

    [Fact(Skip = OneProcess.Reason)]
    public void A_client_finds_the_silos() { }
}
#endif
