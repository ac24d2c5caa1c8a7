using Connecto.Ids;
using Connecto.Search;
using Connecto.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connecto.Grains.Tests.Search;

/// <summary>What was left unindexed is indexed, by the command and by silos.</summary>
public sealed class ReindexingTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private StorageRig _rig = null!;
    private Reindexing _reindexing = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _rig = await StorageRig.OpenAsync(database.ConnectionString);
        _reindexing = new Reindexing(_rig.Databases);
    }

    public async ValueTask DisposeAsync()
    {
        // Each test begins with nothing left.
        await _reindexing.RunAsync(_ => { }, Cancellation);
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Everything_is_indexed_and_then_nothing_is_left()
    {
        var planets = new[]
        {
            await SomebodyTalksAsync(1_200),
            await SomebodyTalksAsync(20),
            await SomebodyTalksAsync(7),
        };
        var before = await BlocksAsync(planets);
        Assert.Equal(1_216, await _reindexing.LeftAsync(Cancellation));

        var indexed = 0;
        await _reindexing.RunAsync(more => indexed += more, Cancellation);

        Assert.Equal((1_216, 0), (indexed, await _reindexing.LeftAsync(Cancellation)));
        Assert.Equal((0, 152), (before, await BlocksAsync(planets)));
    }

    [Fact]
    public async Task What_is_interrupted_goes_on_where_it_was_and_is_searched_meanwhile()
    {
        var planet = await SomebodyTalksAsync(2_000);
        await _reindexing.RunAsync(_ => { }, Cancellation);
        await _reindexing.ForgetAsync(Cancellation);
        // With what other tests have had indexed.
        var all = await _reindexing.LeftAsync(Cancellation);
        Assert.True(all >= 2_000, $"{all}");

        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _reindexing.RunAsync(_ => interrupted.Cancel(), interrupted.Token)
        );

        Assert.InRange(await _reindexing.LeftAsync(Cancellation), 1, all - 1);
        var search = new MessageSearch(new CandidateStore(_rig.Databases));
        var hits = await search.FindAsync(
            QueryReader.Read("talk7 words"),
            new SearchScope(planet.Owner),
            new Snowflake(long.MaxValue),
            TimeProvider.System.GetUtcNow(),
            Cancellation
        );
        Assert.Equal((7L, true), (Assert.Single(hits.All).Seq, hits.IsIndexing));
        await _reindexing.RunAsync(_ => { }, Cancellation);
        Assert.Equal(0, await _reindexing.LeftAsync(Cancellation));
    }

    [Fact]
    public async Task A_silo_finds_what_was_there_before_it()
    {
        var planet = await SomebodyTalksAsync(1_500);
        using var indexer = new SearchIndexer(
            new SearchIndex(_rig.Databases),
            TimeProvider.System,
            NullLogger<SearchIndexer>.Instance
        );
        using var sweep = new SearchSweep(
            new SearchBacklog(_rig.Databases),
            indexer,
            TimeProvider.System,
            NullLogger<SearchSweep>.Instance
        );
        await indexer.StartAsync(Cancellation);
        await sweep.StartAsync(Cancellation);
        await Eventually.TrueAsync(async () => await BlocksAsync(planet) == 187);
        await Eventually.TrueAsync(() => indexer.Waiting == 0 && indexer.Lag == TimeSpan.Zero);
        await sweep.StopAsync(Cancellation);
        await indexer.StopAsync(Cancellation);
    }

    private async Task<PlanetScript> SomebodyTalksAsync(int messages)
    {
        var planet = await _rig.PlanetAsync();
        foreach (var some in Enumerable.Range(1, messages).Chunk(100))
        {
            await _rig.WriteAsync(planet.Send([.. some.Select(n => $"talk{n} 서울 words")]));
        }
        return planet;
    }

    private async Task<long> BlocksAsync(params PlanetScript[] planets)
    {
        await using var command = _rig.Databases.Primary.CreateCommand(
            "SELECT count(*) FROM message_blocks WHERE planet_id = ANY ($1)"
        );
        command.Parameters.Add(new() { Value = planets.Select(planet => planet.Id.Value).ToArray() });
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }
}
