using Connecto.Tests.Support;
using Npgsql;

namespace Connecto.Grains.Tests.Clustering;

public sealed class MembershipRowsTests(PostgresFixture postgres) : IAsyncLifetime
{
    private string _connectionString = "";
    private NpgsqlDataSource _database = null!;
    private MembershipRows _rows = null!;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateDatabaseAsync();
        _database = NpgsqlDataSource.Create(_connectionString);
        _rows = new MembershipRows(_database, "c");
        Assert.True(await _rows.MakeTableAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await postgres.DropDatabaseAsync(_connectionString);
    }

    [Fact]
    public async Task A_new_cluster_has_a_version_and_no_silo_and_is_made_once()
    {
        Assert.False(await _rows.MakeTableAsync());
        var (version, silos) = await _rows.ReadAsync();
        Assert.Equal(0, version);
        Assert.Empty(silos);
    }

    [Fact]
    public async Task A_change_needs_the_version_before_it_and_makes_the_next()
    {
        Assert.True(await _rows.InsertAsync(generation: 1, version: 0));
        Assert.False(await _rows.InsertAsync(generation: 2, version: 0));
        Assert.True(await _rows.InsertAsync(generation: 2, version: 1));
        Assert.False(await _rows.UpdateAsync(generation: 1, version: 1, MembershipRows.Dead));
        Assert.True(await _rows.UpdateAsync(generation: 1, version: 2, MembershipRows.Dead));

        var (version, silos) = await _rows.ReadAsync();
        Assert.Equal(3, version);
        Assert.Equal(MembershipRows.Dead, silos[1].Status);
        Assert.Equal(MembershipRows.Active, silos[2].Status);
    }

    [Fact]
    public async Task A_refused_change_leaves_the_version_as_it_was()
    {
        Assert.True(await _rows.InsertAsync(generation: 1, version: 0));
        Assert.False(await _rows.InsertAsync(generation: 1, version: 1));
        Assert.False(await _rows.UpdateAsync(generation: 9, version: 1, MembershipRows.Dead));
        Assert.Equal(1, (await _rows.ReadAsync()).Version);
    }

    [Fact]
    public async Task Of_many_changes_at_once_that_know_the_same_version_one_is_made()
    {
        const int rounds = 20;
        for (var round = 0; round < rounds; round++)
        {
            var inserts = Enumerable.Range(0, 4).Select(n => _rows.InsertAsync((10 * round) + n, round));
            var updates = Enumerable
                .Range(0, 4)
                .Select(_ => _rows.UpdateAsync(generation: 0, round, MembershipRows.Active));
            var made = await Task.WhenAll(inserts.Concat(updates));
            if (made.Count(isMade => isMade) is not 1)
            {
                Assert.Fail($"In round {round}: {string.Join(" ", made)}.");
            }
        }
        var (version, silos) = await _rows.ReadAsync();
        Assert.Equal(rounds, version);
        Assert.InRange(silos.Count, 1, rounds);
    }

    [Fact]
    public async Task Life_is_written_without_a_version_and_never_goes_back()
    {
        Assert.True(await _rows.InsertAsync(generation: 1, version: 0));
        var later = MembershipRows.Noon.AddMinutes(5);
        await _rows.AliveAsync(generation: 1, later);
        Assert.True(await _rows.UpdateAsync(generation: 1, version: 1, MembershipRows.Active, MembershipRows.Noon));

        var (version, silos) = await _rows.ReadAsync();
        Assert.Equal(2, version);
        Assert.Equal(later, silos[1].Alive);
    }

    [Fact]
    public async Task Clients_are_given_active_silos_alone()
    {
        Assert.True(await _rows.InsertAsync(generation: 1, version: 0));
        Assert.True(await _rows.InsertAsync(generation: 2, version: 1, MembershipRows.Dead));
        var gateways = await _rows.GatewaysAsync();
        Assert.Equal([1], gateways);
    }

    [Fact]
    public async Task The_dead_are_forgotten_once_they_are_long_dead_and_the_living_never()
    {
        Assert.True(await _rows.InsertAsync(generation: 1, version: 0, MembershipRows.Dead));
        Assert.True(await _rows.InsertAsync(generation: 2, version: 1, MembershipRows.Dead));
        Assert.True(await _rows.InsertAsync(generation: 3, version: 2));
        await _rows.AliveAsync(generation: 2, MembershipRows.Noon.AddDays(1));

        await _rows.CleanUpAsync(before: MembershipRows.Noon.AddHours(1));

        var (_, left) = await _rows.ReadAsync();
        Assert.Equal([2, 3], left.Keys.Order());
    }

    [Fact]
    public async Task Clusters_in_one_database_do_not_see_each_other()
    {
        var others = new MembershipRows(_database, "d");
        Assert.True(await others.MakeTableAsync());
        Assert.True(await others.InsertAsync(generation: 1, version: 0));
        Assert.True(await _rows.InsertAsync(generation: 1, version: 0));

        await others.DeleteAsync();

        Assert.Equal(1, Assert.Single((await _rows.ReadAsync()).Silos).Key);
        Assert.Empty(await others.GatewaysAsync());
        Assert.True(await others.MakeTableAsync());
    }
}
