using Connecto.Archive;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Tests.Support;
using Orleans;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Archive;

/// <summary>Messages that leave and come back while members send, edit and read.</summary>
public sealed class BusyArchiveTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private const int Rounds = 6;

    private readonly Dictionary<long, string> _texts = [];
    private ArchiveScene _scene = null!;
    private IPlanetGrain _planet = null!;
    private Snowflake _ann;
    private volatile bool _ends;

    public async ValueTask InitializeAsync()
    {
        _scene = await ArchiveScene.OpenAsync(database.ConnectionString, database.Source);
        _scene.Options.RestoredDays = 0;
        _ann = (await AddUsersAsync(database.Source, 1))[0];
        _planet = await _scene.PlanetAsync(_ann);
    }

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_and_nobody_is_told_of_a_hole()
    {
        var talk = Task.WhenAll(SendAsync(), EditAsync(), ReadAsync());
        var restore = new ArchiveOrder(ArchiveOrderKind.Restore);
        for (var round = 0; round < Rounds; round++)
        {
            await _scene.RoundAsync();
            await _scene.RestoreAsync(restore);
        }
        _ends = true;
        var sent = await talk;

        Assert.NotEmpty(_texts);
        foreach (var (seq, text) in _texts)
        {
            Assert.Equal(text, (await _planet.Message(_ann, seq)).Text);
        }
        var head = ArchiveScene.Old + MessageArchive.Kept + sent[0];
        Assert.Equal(Enumerable.Range(1, head).Select(seq => (long)seq), await _scene.SeqsEverywhereAsync(_planet));
        Assert.Equal(0, await _planet.Audit());
    }

    private async Task<int> SendAsync()
    {
        var sent = 0;
        while (!_ends)
        {
            await RetriedAsync(() => _scene.Cluster.SendAsync(_planet, Message(_ann, $"sent {sent}")));
            sent++;
        }
        return sent;
    }

    private async Task<int> EditAsync()
    {
        var edits = 0;
        for (; !_ends; edits++)
        {
            var (seq, text) = ((edits % ArchiveScene.Old) + 1, $"edit {edits}");
            try
            {
                await RetriedAsync(() => _planet.Edit(_ann, seq, text));
                _texts[seq] = text;
            }
            catch (ChatException refusal) when (refusal.Code == ErrorCode.NotFound)
            {
                // It is archived now.
            }
        }
        return edits;
    }

    private async Task<int> ReadAsync()
    {
        var pages = 0;
        for (; !_ends; pages++)
        {
            var page = await RetriedAsync(() => _planet.Messages(_ann, new PageRequest(100, null, null, 100)));
            // Whatever is shown is whole up to where the page ends.
            var seqs = page.Items.Select(message => message.Seq).ToArray();
            Assert.Equal(Enumerable.Range(100 - seqs.Length, seqs.Length).Select(seq => (long)seq), seqs);
            var changes = await RetriedAsync(() => _planet.Changes(_ann, pages % 100, 100));
            if (changes.Events is { } events)
            {
                Assert.Equal(
                    Enumerable.Range((pages % 100) + 1, 100).Select(rev => (long)rev),
                    events.Select(e => e.Rev)
                );
            }
        }
        return pages;
    }
}
