using Connecto.Ids;
using Connecto.Storage.Replicas;
using Connecto.Tests.Support;

namespace Connecto.Grains.Tests.Storage;

/// <summary>Whose reads a replica may not answer yet.</summary>
[Trait("Runtime", "Either")]
public sealed class RecentWritersTests(PostgresFixture postgres)
{
    private static readonly Snowflake _mina = new(1);
    private static readonly Snowflake _jun = new(2);

    private readonly AdvancingTime _time = new();

    [Fact]
    public void Who_wrote_is_known_until_that_is_everywhere()
    {
        var writers = new RecentWriters(hasReplica: true, _time);
        writers.Wrote(_mina);
        var first = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(1));
        writers.Wrote(_jun);
        writers.Wrote(_jun);

        Assert.Equal(first, writers.LastWrite(_mina));
        Assert.True(writers.LastWrite(_jun) > first);
        writers.Forget(first);
        Assert.Equal(long.MinValue, writers.LastWrite(_mina));
        Assert.True(writers.LastWrite(_jun) > first);
        Assert.Equal(1, writers.Count);
    }

    [Fact]
    public void Of_more_writers_than_are_told_apart_everybody_is_one()
    {
        var writers = new RecentWriters(hasReplica: true, _time);
        for (var id = 1; id <= RecentWriters.Most + 1; id++)
        {
            writers.Wrote(new Snowflake(id));
        }

        Assert.Equal(0, writers.Count);
        Assert.Equal(_time.GetTimestamp(), writers.LastWrite(_mina));
        Assert.Equal(_time.GetTimestamp(), writers.LastWrite(new Snowflake(long.MaxValue)));
    }

    [Fact]
    public async Task Who_writes_while_he_is_forgotten_is_counted_right()
    {
        var writers = new RecentWriters(hasReplica: true, TimeProvider.System);
        var writing = Enumerable.Range(0, 3).Select(_ => Task.Run(() => Repeat(() => writers.Wrote(_mina)))).ToList();
        await Task.WhenAll([.. writing, Task.Run(() => Repeat(() => writers.Forget(long.MaxValue)))]);

        writers.Forget(long.MaxValue);
        Assert.Equal(0, writers.Count);

        static void Repeat(Action action)
        {
            for (var time = 0; time < 200_000; time++)
            {
                action();
            }
        }
    }

    [Fact]
    public void Without_a_replica_nobody_is_remembered()
    {
        var writers = new RecentWriters(hasReplica: false, _time);
        writers.Wrote(_mina);
        Assert.Equal(0, writers.Count);
    }

    [Fact]
    public async Task A_planet_has_written_when_it_is_claimed_and_when_its_reply_counts_are()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using (
            var rig = await StorageRig.OpenAsync(
                database,
                options => options with { PostgresReadOnly = database + ";Application Name=replica" }
            )
        )
        {
            var writers = rig.Databases.Writers;
            var planet = await rig.PlanetAsync();
            var claimed = writers.LastWrite(planet.Id);
            Assert.NotEqual(long.MinValue, claimed);

            writers.Forget(claimed);
            rig.Counters.Cursor(planet.Id, planet.Owner, 1);
            await rig.Counters.FlushAsync(planet.Id);
            Assert.Equal(long.MinValue, writers.LastWrite(planet.Id));
            rig.Counters.ReplyCount(planet.Id, 1, 1);
            await rig.Counters.FlushAsync(planet.Id);
            Assert.NotEqual(long.MinValue, writers.LastWrite(planet.Id));

            writers.Forget(long.MaxValue);
            await rig.Messages.RecountRepliesAsync(planet.Id, 1);
            Assert.NotEqual(long.MinValue, writers.LastWrite(planet.Id));
        }
        await postgres.DropDatabaseAsync(database);
    }
}
