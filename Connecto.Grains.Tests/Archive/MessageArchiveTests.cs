using Connecto.Archive;
using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Tests.Support;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Archive;

/// <summary>Old messages that leave for an archive: what members see, and what stays.</summary>
public sealed class MessageArchiveTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private const int Old = ArchiveScene.Old;

    private ArchiveScene _scene = null!;
    private IPlanetGrain _planet = null!;
    private Snowflake _ann;

    private static long Head => Old + MessageArchive.Kept;

    public async ValueTask InitializeAsync()
    {
        _scene = await ArchiveScene.OpenAsync(database.ConnectionString, database.Source);
        _ann = (await AddUsersAsync(database.Source, 1))[0];
        _planet = await _scene.PlanetAsync(_ann);
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Old_messages_are_in_files_and_nowhere_else(bool isActive)
    {
        if (isActive)
        {
            await _planet.Get(_ann);
        }

        var result = await _scene.RoundAsync();

        Assert.False(result.Failed, result.Text);
        var archives = await _scene.ArchivesOfAsync(_planet);
        Assert.Equal(
            [(1L, Old / 2L), ((Old / 2) + 1L, Old)],
            archives.Select(archive => (archive.FirstSeq, archive.LastSeq))
        );
        Assert.All(archives, archive => Assert.Equal(ArchiveState.Done, archive.State));
        Assert.Equal(36 + 30, archives.Sum(archive => archive.Manifest!.Rows));
        Assert.Equal(MessageArchive.Kept, (await _scene.ContentAsync(_planet)).Length);
        Assert.Equal(
            Enumerable.Range(1, (int)Head).Select(seq => (long)seq),
            await _scene.SeqsEverywhereAsync(_planet)
        );
        // No file is left over, and a manifest lies beside each.
        Assert.Equal(4, Directory.GetFiles(_scene.Folder, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Members_see_a_planet_that_begins_later()
    {
        await _planet.Pin(_ann, 2, true);
        await _planet.Pin(_ann, Old + 2, true);
        await _scene.RoundAsync();

        foreach (var _ in new[] { "told", "read anew" })
        {
            var page = await _planet.Messages(_ann, new PageRequest(Old + 5, null, null, 100));
            Assert.Equal([Old + 1, Old + 2, Old + 3, Old + 4], page.Items.Select(message => message.Seq));
            Assert.False(page.HasBefore);
            var around = await _planet.Messages(_ann, new PageRequest(null, null, 3, 10));
            Assert.Equal(Old + 1, around.Items[0].Seq);
            Assert.Equal([Old + 2], (await _planet.Pins(_ann, long.MaxValue, 10)).Select(message => message.Seq));
            await Refused(ErrorCode.NotFound, () => _planet.Message(_ann, Old));
            await Refused(ErrorCode.NotFound, () => _planet.Edit(_ann, Old, "new"));
            await Refused(ErrorCode.NotFound, () => _planet.Delete(_ann, 1));
            await Refused(ErrorCode.NotFound, () => _planet.React(_ann, 5, "👍", true));
            await Refused(ErrorCode.NotFound, () => _planet.Pin(_ann, 2, false));
            await Refused(ErrorCode.NotFound, () => _planet.Versions(_ann, 9, 0, 10));
            await Refused(ErrorCode.NotFound, () => _planet.Readers(_ann, 9, null, 10));
            await Refused(ErrorCode.NotFound, () => _planet.Replies(_ann, 3, 0, 10));
            await Refused(
                ErrorCode.Invalid,
                () => _scene.Cluster.SendAsync(_planet, Message(_ann, "no", replyToSeq: 3))
            );
            await _scene.Cluster.DeactivateAsync(_planet);
        }
    }

    [Fact]
    public async Task A_planet_goes_on_and_replies_to_what_replies_to_an_archived_message()
    {
        await _scene.RoundAsync();

        var sent = await _scene.Cluster.SendAsync(_planet, Message(_ann, "on", replyToSeq: Old + 1));
        await _planet.Edit(_ann, Old + 1, "edited");

        Assert.Equal(Head + 1, sent.Seq);
        Assert.Equal(5, (await _planet.Message(_ann, sent.Seq)).ReplyToSeq);
        Assert.Equal("edited", (await _planet.Message(_ann, Old + 1)).Text);
        Assert.Equal(0, await _planet.Audit());
    }

    [Fact]
    public async Task A_resume_from_before_the_floor_gets_a_snapshot_and_one_from_after_it_every_event()
    {
        var before = (await _planet.Get(_ann)).HeadRev;
        await _planet.React(_ann, 5, "🎉", true);
        await _planet.Edit(_ann, Old + 3, "edited");
        await _scene.RoundAsync();

        foreach (var _ in new[] { "told", "read anew" })
        {
            Assert.Equal(OpeningState.Snapshot, (await _planet.Changes(_ann, 1, 100)).State);
            Assert.Equal(OpeningState.Snapshot, (await _planet.Changes(_ann, Old - 3, 100)).State);
            // Of the reaction to a message that is not there any more nothing can be told.
            Assert.Equal(OpeningState.Snapshot, (await _planet.Changes(_ann, before, 100)).State);
            Assert.Equal(OpeningState.Snapshot, (await _planet.Open(_ann, before)).State);

            var first = await _planet.Changes(_ann, Old + 1, 100);
            Assert.Equal(OpeningState.Recovered, first.State);
            Assert.Equal(
                Enumerable.Range(Old + 2, 100).Select(rev => (long)rev),
                first.Events!.Value.Select(e => e.Rev)
            );
            Assert.Equal(OpeningState.Recovered, (await _planet.Open(_ann, before + 1)).State);
            await _scene.Cluster.DeactivateAsync(_planet);
        }
    }

    [Fact]
    public async Task What_changes_while_its_archive_is_written_is_archived_as_it_is_then()
    {
        var files = new FailingFiles(_scene.Files, int.MaxValue)
        {
            Completed = async name =>
            {
                if (name.Contains("/1-", StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal))
                {
                    await _planet.Delete(_ann, 2);
                }
            },
        };
        await _scene.RoundAsync(files);
        Assert.Empty(await _scene.ArchivesOfAsync(_planet));

        await _scene.RoundAsync();

        var archive = (await _scene.ArchivesOfAsync(_planet))[0];
        var rows = new List<string>();
        await foreach (var (_, row) in ArchiveReader.RowsAsync(_scene.Files, archive.Manifest!))
        {
            rows.Add(row);
        }
        Assert.DoesNotContain(rows, row => row.Contains("text \\\"2\\\"", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("text \\\"3\\\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_activation_that_lost_its_planet_takes_nothing_out()
    {
        var files = new FailingFiles(_scene.Files, int.MaxValue)
        {
            Completed = _ => _scene.SqlAsync("UPDATE planets SET epoch = epoch + 1"),
        };
        await _planet.Get(_ann);

        var result = await _scene.RoundAsync(files);

        Assert.True(result.Failed);
        Assert.Equal(Head + 6, (await _scene.ContentAsync(_planet)).Length);
        Assert.False((await _scene.RoundAsync()).Failed);
        Assert.Equal(MessageArchive.Kept, (await _scene.ContentAsync(_planet)).Length);
    }
}
