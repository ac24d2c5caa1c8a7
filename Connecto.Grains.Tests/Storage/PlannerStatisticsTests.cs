using Connecto.Storage;
using Connecto.Tests.Support;

namespace Connecto.Grains.Tests.Storage;

/// <summary>What PostgreSQL knows of partitioned tables as a whole, which autovacuum never looks at.</summary>
[Trait("Runtime", "Either")]
public sealed class PlannerStatisticsTests(PostgresFixture postgres) : IAsyncLifetime
{
    private FreshDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = new FreshDatabase(postgres);
        await _database.InitializeAsync();
        await using var fill = _database.Source.CreateCommand(
            """
            INSERT INTO messages (planet_id, seq, id, rev, posted_rev, sender_id, created_at, type, client_message_id,
                                  request_hash, text)
            SELECT n % 50, n, n, n, n, 7, now(), 0, n::text, '', 'hi' FROM generate_series(1, 500) n
            """
        );
        await fill.ExecuteNonQueryAsync(Cancellation);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task They_are_gathered_once_a_day_whoever_looks()
    {
        var statistics = new PlannerStatistics(_database.Source);

        Assert.Equal(["messages", "planet_events"], await statistics.GatherAsync(Cancellation));

        await using var known = _database.Source.CreateCommand(
            "SELECT n_distinct FROM pg_stats WHERE tablename = 'messages' AND attname = 'planet_id' AND inherited"
        );
        Assert.Equal(50f, await known.ExecuteScalarAsync(Cancellation));
        Assert.Empty(await statistics.GatherAsync(Cancellation));
    }

    [Fact]
    public async Task Nobody_waits_for_whoever_gathers_them_already()
    {
        await using (
            await PostgresHold.TakeAsync(_database.Source, "LOCK TABLE messages IN SHARE UPDATE EXCLUSIVE MODE")
        )
        {
            await new PlannerStatistics(_database.Source).GatherAsync(Cancellation);
        }
        Assert.Equal(["messages"], await new PlannerStatistics(_database.Source).GatherAsync(Cancellation));
    }
}
