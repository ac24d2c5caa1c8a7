using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Tests.Support;
using Orleans;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Planets;

/// <summary>A crash that came before cursors were flushed.</summary>
public sealed class LostCursorTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private PlanetCluster _before = null!;
    private Snowflake _ann;
    private Snowflake _bob;

    public async ValueTask InitializeAsync()
    {
        _before = await StartAsync(database.ConnectionString);
        var users = await AddUsersAsync(database.Source, 2);
        (_ann, _bob) = (users[0], users[1]);
    }

    public ValueTask DisposeAsync() => _before.DisposeAsync();

    [Fact]
    public async Task Cursors_of_senders_stand_at_their_last_message_after_a_crash_before_the_flush()
    {
        await using var after = await CrashAfterAsync(_ann, _bob, _ann, _bob);

        var members = await after.Planet.Members(_ann, after: null, limit: 10);
        var message = await after.Planet.Message(_ann, 3);

        Assert.Equal([3L, 4L], members.OrderBy(member => member.UserId != _ann).Select(member => member.LastReadSeq));
        Assert.Equal((1, 0), (message.ReadCount, message.UnreadCount));
    }

    [Fact]
    public async Task A_reader_never_counts_for_his_own_messages_when_his_cursor_was_lost()
    {
        await using var after = await CrashAfterAsync(_ann, _bob, _ann, _bob);
        var watcher = new Watcher();
        await after.Planet.Attach("node", after.Cluster.Grains.CreateObjectReference<IPlanetObserver>(watcher));

        await after.Planet.MarkRead(_ann, 4);

        var frame = await watcher.NextAsync();
        Assert.Equal([new ReceiptMove(_ann, 3, 4)], frame.Counters.SelectMany(change => change.Moves));
    }

    [Fact]
    public async Task What_is_known_of_senders_after_a_crash_is_written_down()
    {
        var id = await WithLostCursorsAsync(_ann, _bob);
        await using (var after = await StartAsync(database.ConnectionString))
        {
            await after.Planet(id).Get(_ann);
        }

        await using var command = database.Source.CreateCommand(
            $"SELECT last_read_seq FROM planet_members WHERE planet_id = {id} AND user_id = {_ann}"
        );
        Assert.Equal(1L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    private async Task<After> CrashAfterAsync(params Snowflake[] senders)
    {
        var id = await WithLostCursorsAsync(senders);
        var cluster = await StartAsync(database.ConnectionString);
        return new After(cluster, cluster.Planet(id));
    }

    // The flush may have come before the crash: what it wrote is taken back.
    private async Task<Snowflake> WithLostCursorsAsync(params Snowflake[] senders)
    {
        var planet = await _before.CreateAsync(_ann, _bob);
        var id = new Snowflake(planet.GetPrimaryKeyLong());
        for (var i = 0; i < senders.Length; i++)
        {
            await _before.SendAsync(planet, Message(senders[i], $"k{i}"));
        }
        await _before.KillAsync();
        await using var command = database.Source.CreateCommand(
            $"UPDATE planet_members SET last_read_seq = 0 WHERE planet_id = {id}"
        );
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return id;
    }

    private sealed record After(PlanetCluster Cluster, IPlanetGrain Planet) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Cluster.DisposeAsync();
    }
}
