using Connecto.Archive;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Search;
using Connecto.Storage;
using Connecto.Tests.Support;
using Orleans;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Archive;

/// <summary>Archived messages that come back.</summary>
public sealed class MessageRestoreTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private const int Old = ArchiveScene.Old;

    private ArchiveScene _scene = null!;
    private IPlanetGrain _planet = null!;
    private Snowflake _ann;

    public async ValueTask InitializeAsync()
    {
        _scene = await ArchiveScene.OpenAsync(database.ConnectionString, database.Source);
        _ann = (await AddUsersAsync(database.Source, 1))[0];
        _planet = await _scene.PlanetAsync(_ann);
        await _scene.RoundAsync();
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    private ArchiveOrder OfPlanet =>
        new(ArchiveOrderKind.Restore) { PlanetId = new Snowflake(_planet.GetPrimaryKeyLong()) };

    [Fact]
    public async Task All_is_as_it_was_and_shown_at_once()
    {
        var other = await _scene.PlanetAsync(_ann);
        // Replies were never counted here: coming back counts them.
        await _scene.SqlAsync(
            $"UPDATE messages SET reply_count = 1 WHERE planet_id = {other.GetPrimaryKeyLong()} AND seq IN (3, 5)"
        );
        var before = await _scene.ContentAsync(other);
        await _scene.RoundAsync();
        Assert.NotEqual(before.Length, (await _scene.ContentAsync(other)).Length);

        var result = await _scene.RestoreAsync(OfPlanet with { PlanetId = new Snowflake(other.GetPrimaryKeyLong()) });

        Assert.Equal("Restored 66 rows of 2 archives.", result.Text);
        Assert.Equal(before, await _scene.ContentAsync(other));
        var page = await other.Messages(_ann, new PageRequest(null, 0, null, 100));
        Assert.Equal(Enumerable.Range(1, 100).Select(seq => (long)seq), page.Items.Select(message => message.Seq));
        Assert.False(page.HasBefore);
        await other.Edit(_ann, 1, "again");
    }

    [Fact]
    public async Task What_comes_back_is_indexed_for_searches_again()
    {
        var blocks = $"SELECT blocks::text FROM search_planets WHERE planet_id = {_planet.GetPrimaryKeyLong()}";
        await using var databases = new Databases(
            new StorageOptions { Postgres = database.ConnectionString, PostgresReadOnly = database.ConnectionString }
        );
        var reindexing = new Reindexing(databases);
        await reindexing.RunAsync(_ => { }, TestContext.Current.CancellationToken);
        Assert.NotEqual("0", Assert.Single(await _scene.RowsAsync(blocks)));

        await _scene.RestoreAsync(OfPlanet);

        Assert.Equal("0", Assert.Single(await _scene.RowsAsync(blocks)));
    }

    [Fact]
    public async Task With_an_archive_come_those_that_are_newer()
    {
        var archives = await _scene.ArchivesOfAsync(_planet);

        await _scene.RestoreAsync(OfPlanet with { ArchiveId = archives[1].Id });
        Assert.Equal((Old / 2) + 1, (await _planet.Messages(_ann, new PageRequest(null, 0, null, 1))).Items[0].Seq);
        Assert.Equal(
            [ArchiveState.Done, ArchiveState.Restored],
            (await _scene.ArchivesOfAsync(_planet)).Select(archive => archive.State)
        );
        _scene.Options.RestoredDays = 0;
        await _scene.RoundAsync();

        await _scene.RestoreAsync(OfPlanet with { ArchiveId = archives[0].Id });
        Assert.Equal(1, (await _planet.Messages(_ann, new PageRequest(null, 0, null, 1))).Items[0].Seq);
    }

    [Fact]
    public async Task What_was_restored_stays_a_while_and_leaves_its_old_files_behind_when_it_goes_again()
    {
        await _scene.RestoreAsync(OfPlanet);
        await _scene.RoundAsync();
        Assert.Equal(1, (await _planet.Messages(_ann, new PageRequest(null, 0, null, 1))).Items[0].Seq);

        _scene.Options.RestoredDays = 0;
        await _scene.RoundAsync();

        Assert.Equal(Old + 1, (await _planet.Messages(_ann, new PageRequest(null, 0, null, 1))).Items[0].Seq);
        Assert.Equal(2, (await _scene.ArchivesOfAsync(_planet)).Count);
        var seqs = await _scene.SeqsEverywhereAsync(_planet);
        Assert.Equal(Enumerable.Range(1, seqs.Length).Select(seq => (long)seq), seqs);
    }

    [Fact]
    public async Task A_key_that_was_used_again_stays_with_its_new_message()
    {
        var again = await _scene.Cluster.SendAsync(_planet, Message(_ann, "key 4"));
        Assert.False(again.Duplicate);

        await _scene.RestoreAsync(OfPlanet);

        Assert.Equal("archived 4", (await _planet.Message(_ann, 4)).ClientMessageId);
        var third = await _scene.Cluster.SendAsync(_planet, Message(_ann, "key 4"));
        Assert.Equal((true, again.Seq), (third.Duplicate, third.Seq));
    }

    [Theory]
    [InlineData("damaged")]
    [InlineData("missing")]
    public async Task Files_that_are_not_what_was_written_change_nothing(string how)
    {
        var newest = (await _scene.ArchivesOfAsync(_planet))[^1];
        var file = Directory
            .GetFiles(_scene.Folder, "*.gz", SearchOption.AllDirectories)
            .Single(path => path.EndsWith(newest.Manifest!.Files[0].Name.Split('/')[^1], StringComparison.Ordinal));
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^5] ^= 1;
        if (how == "missing")
        {
            File.Delete(file);
        }
        else
        {
            await File.WriteAllBytesAsync(file, bytes);
        }
        var before = await _scene.ContentAsync(_planet);

        var refusal = await Assert.ThrowsAsync<ArchiveDamagedException>(() => _scene.RestoreAsync(OfPlanet));

        Assert.Contains(how, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await _scene.ContentAsync(_planet));
        Assert.All(await _scene.ArchivesOfAsync(_planet), archive => Assert.Equal(ArchiveState.Done, archive.State));
    }
}
