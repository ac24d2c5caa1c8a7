using Connecto.Ids;
using Connecto.Storage;
using Connecto.Tests.Support;

namespace Connecto.Grains.Tests.Storage;

public sealed class CounterWriterTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private TcpProxy _network = null!;
    private StorageRig _rig = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _network = new TcpProxy(database.ConnectionString);
        _rig = await StorageRig.OpenAsync(_network.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        _network.Restore();
        await _rig.DisposeAsync();
        await _network.DisposeAsync();
    }

    [Fact]
    public async Task The_greatest_value_of_a_key_wins_in_memory_and_in_the_table()
    {
        var planet = await _rig.PlanetAsync();
        await _rig.WriteAsync(planet.Send("root"));
        _rig.Counters.Cursor(planet.Id, planet.Owner, 5);
        _rig.Counters.Cursor(planet.Id, planet.Owner, 3);
        _rig.Counters.ReplyCount(planet.Id, 1, 2);
        _rig.Counters.ReplyCount(planet.Id, 1, 1);
        Assert.Equal(2, _rig.Counters.Depth);
        await _rig.Counters.FlushAsync(planet.Id, Cancellation);
        Assert.Equal((5, 2), (await CursorAsync(planet), await ReplyCountAsync(planet)));

        _rig.Counters.Cursor(planet.Id, planet.Owner, 4);
        _rig.Counters.ReplyCount(planet.Id, 1, 1);
        await _rig.Counters.FlushAsync(planet.Id, Cancellation);
        Assert.Equal((5, 2), (await CursorAsync(planet), await ReplyCountAsync(planet)));
        Assert.Equal((0, TimeSpan.Zero), (_rig.Counters.Depth, _rig.Counters.Age));
    }

    [Fact]
    public async Task Counters_are_flushed_by_themselves_again_and_again()
    {
        var planet = await _rig.PlanetAsync();
        _rig.Counters.Start();
        for (var seq = 1L; seq <= 3; seq++)
        {
            _rig.Counters.Cursor(planet.Id, planet.Owner, seq);
            await Eventually.TrueAsync(async () => await CursorAsync(planet) == seq);
        }
    }

    [Theory]
    [InlineData(10, 0, 250)]
    [InlineData(100, 0, 400)]
    [InlineData(10, 4_000, 1_000)]
    [InlineData(10, 10_000, 2_000)]
    [InlineData(900, 1, 2_000)]
    public void Slow_and_large_flushes_come_less_often(int tookMs, int counters, int pauseMs) =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(pauseMs),
            CounterWriter.Pause(
                new StorageOptions { Postgres = "", PostgresReadOnly = "" },
                TimeSpan.FromMilliseconds(tookMs),
                counters
            )
        );

    [Fact]
    public async Task Where_much_waits_a_planet_has_only_its_own_flushed()
    {
        var (planet, other) = (await _rig.PlanetAsync(), await _rig.PlanetAsync());
        for (var user = 1; user <= 1_001; user++)
        {
            _rig.Counters.Cursor(other.Id, new Snowflake(user), 1);
        }
        _rig.Counters.Cursor(planet.Id, planet.Owner, 5);
        await _rig.Counters.FlushAsync(planet.Id, Cancellation);

        Assert.Equal((5, 1_001), (await CursorAsync(planet), _rig.Counters.Depth));
        Assert.False(_rig.Counters.Holds(planet.Id));

        _rig.Counters.Cursor(planet.Id, planet.Owner, 6);
        await _rig.Counters.FlushAsync(other.Id, Cancellation);
        Assert.Equal((5, 1), (await CursorAsync(planet), _rig.Counters.Depth));
        await _rig.Counters.FlushAsync(planet.Id, Cancellation);
        Assert.Equal((6, 0), (await CursorAsync(planet), _rig.Counters.Depth));
    }

    [Fact]
    public async Task Stopping_flushes_what_waits()
    {
        var rig = await StorageRig.OpenAsync(database.ConnectionString);
        var planet = await rig.PlanetAsync();
        rig.Counters.Start();
        rig.Counters.Cursor(planet.Id, planet.Owner, 8);
        await rig.Counters.StopAsync(Cancellation);
        Assert.Equal(8, await CursorAsync(planet));
        await rig.DisposeAsync();
    }

    [Fact]
    public async Task With_PostgreSQL_away_counters_go_on_merging_and_are_flushed_when_it_is_back()
    {
        var planet = await _rig.PlanetAsync();
        _network.Away();
        _rig.Counters.Cursor(planet.Id, planet.Owner, 3);
        await _rig.Counters.FlushAsync(planet.Id, Cancellation);
        _rig.Counters.Cursor(planet.Id, planet.Owner, 9);
        Assert.Equal(1, _rig.Counters.Depth);
        Assert.True(_rig.Counters.Age > TimeSpan.Zero);

        _rig.Counters.Start();
        _network.Restore();
        await Eventually.TrueAsync(() => _rig.Counters.Depth == 0);
        await _rig.Counters.FlushAsync(planet.Id, Cancellation);
        Assert.Equal(9, await CursorAsync(planet));
    }

    [Fact]
    public async Task A_full_writer_keeps_the_keys_it_has_and_counts_those_it_drops()
    {
        await using var small = await StorageRig.OpenAsync(
            database.ConnectionString,
            options => options with { CounterKeys = 1 }
        );
        var planet = await small.PlanetAsync();
        small.Counters.Cursor(planet.Id, planet.Owner, 1);
        small.Counters.Cursor(planet.Id, new Snowflake(42), 1);
        small.Counters.ReplyCount(planet.Id, 1, 1);
        small.Counters.Cursor(planet.Id, planet.Owner, 2);
        Assert.Equal((1, 2), (small.Counters.Depth, small.Counters.Dropped));

        await small.Counters.FlushAsync(planet.Id, Cancellation);
        Assert.Equal(2, await CursorAsync(planet));
    }

    [Fact]
    public async Task What_is_being_written_counts_towards_the_bound()
    {
        await using var small = await StorageRig.OpenAsync(
            database.ConnectionString,
            options => options with { CounterKeys = 1 }
        );
        var planet = await small.PlanetAsync();
        await using var other = await database.Source.OpenConnectionAsync(Cancellation);
        await using var held = await other.BeginTransactionAsync(Cancellation);
        await using (var hold = other.CreateCommand())
        {
            hold.CommandText = $"SELECT FROM planet_members WHERE planet_id = {planet.Id} FOR UPDATE";
            await hold.ExecuteNonQueryAsync(Cancellation);
        }
        small.Counters.Cursor(planet.Id, planet.Owner, 1);
        var flush = small.Counters.FlushAsync(planet.Id, Cancellation);

        Assert.False(small.Counters.Cursor(planet.Id, new Snowflake(42), 1));
        Assert.True(small.Counters.Cursor(planet.Id, planet.Owner, 2));

        await held.RollbackAsync(Cancellation);
        await flush;
        Assert.True(small.Counters.Cursor(planet.Id, planet.Owner, 3));
        await small.Counters.FlushAsync(planet.Id, Cancellation);
        Assert.Equal((3, 1), (await CursorAsync(planet), small.Counters.Dropped));
    }

    private async Task<long> CursorAsync(PlanetScript planet)
    {
        await using var command = database.Source.CreateCommand(
            $"SELECT last_read_seq FROM planet_members WHERE planet_id = {planet.Id} AND user_id = {planet.Owner}"
        );
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private async Task<int> ReplyCountAsync(PlanetScript planet) =>
        Assert.Single(await _rig.Messages.BySeqsAsync(planet.Id, [1], Cancellation)).ReplyCount;
}
