using Connecto.Archive;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Tests.Support;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Archive;

/// <summary>Rounds that end anywhere: every message is in PostgreSQL or in an archive, and none in both.</summary>
public sealed class InterruptedArchiveTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private ArchiveScene _scene = null!;
    private IPlanetGrain _planet = null!;

    public async ValueTask InitializeAsync()
    {
        _scene = await ArchiveScene.OpenAsync(database.ConnectionString, database.Source);
        _planet = await _scene.PlanetAsync((await AddUsersAsync(database.Source, 1))[0]);
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task Whichever_use_of_the_disk_fails_first_the_next_round_goes_on()
    {
        var all = Enumerable.Range(1, ArchiveScene.Old + MessageArchive.Kept).Select(seq => (long)seq).ToArray();
        var failures = 0;
        for (var failsAt = 0; ; failsAt++)
        {
            var files = new FailingFiles(_scene.Files, failsAt);
            try
            {
                await _scene.RoundAsync(files);
            }
            catch (IOException)
            {
                failures++;
            }
            Assert.Equal(all, await _scene.SeqsEverywhereAsync(_planet));
            if (!files.HasFailed)
            {
                break;
            }
        }
        Assert.True(failures > 6, $"{failures} failures");
        Assert.Equal(MessageArchive.Kept, (await _scene.ContentAsync(_planet)).Length);
        // Two archives with a manifest each: of those that were begun nothing is left.
        Assert.Equal(4, Directory.GetFiles(_scene.Folder, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Of_files_that_were_removed_in_part_the_next_round_leaves_none()
    {
        var id = new Snowflake(5);
        var archive = EventArchive.New(id, "planet_events_2020_01", new DateOnly(2020, 1, 1));
        await using (var lease = await _scene.TakeAsync())
        {
            await _scene.Archives.AddAsync(archive, lease!.Epoch, CancellationToken.None);
        }
        // Its first file is gone, and its last one was being written.
        foreach (var number in new[] { 1, 2 })
        {
            await using var part = _scene.Files.Create(archive.PartName(number), StorageClass.Cold);
            await part.CompleteAsync();
        }
        var unfinished = Path.Combine(_scene.Folder, "cold", archive.PartName(3) + ".part");
        await File.WriteAllTextAsync(unfinished, "", TestContext.Current.CancellationToken);
        var other = EventArchive.New(new Snowflake(51), archive.Source!, archive.Month!.Value);
        await using (var another = _scene.Files.Create(other.PartName(0), StorageClass.Cold))
        {
            await another.CompleteAsync();
        }

        await _scene.RoundAsync();

        Assert.Null(await _scene.Archives.FindAsync(id, TestContext.Current.CancellationToken));
        Assert.Equal(
            [Path.GetFileName(other.PartName(0))],
            Directory.GetFiles(Path.Combine(_scene.Folder, "cold", "events")).Select(Path.GetFileName)
        );
    }

    [Theory]
    [InlineData("archives")]
    [InlineData("planets")]
    [InlineData("messages")]
    [InlineData("message_reactions")]
    public async Task A_connection_that_is_cut_at_any_table_loses_and_doubles_nothing(string table)
    {
        // The statement ends the connection that runs it, as a PostgreSQL that goes away does.
        await _scene.SqlAsync(
            $"""
            CREATE FUNCTION cut_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM pg_terminate_backend(pg_backend_pid());
                RETURN NULL;
            END
            $$
            """
        );
        var what = table is "messages" or "message_reactions" ? "DELETE" : "UPDATE";
        await _scene.SqlAsync(
            $"CREATE TRIGGER cut AFTER {what} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION cut_{table}()"
        );
        Assert.True((await _scene.RoundAsync()).Failed);
        await _scene.SqlAsync($"DROP TRIGGER cut ON {table}");
        var seqs = await _scene.SeqsEverywhereAsync(_planet);
        Assert.Equal(Enumerable.Range(1, ArchiveScene.Old + MessageArchive.Kept).Select(seq => (long)seq), seqs);

        Assert.False((await _scene.RoundAsync()).Failed);

        Assert.Equal(seqs, await _scene.SeqsEverywhereAsync(_planet));
        Assert.Equal(MessageArchive.Kept, (await _scene.ContentAsync(_planet)).Length);
    }
}
