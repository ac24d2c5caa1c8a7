using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Tests.Support;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Planets;

/// <summary>A planet that hides what was said before one joined.</summary>
public sealed class HiddenHistoryTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private PlanetCluster _cluster = null!;
    private IPlanetGrain _planet = null!;
    private Snowflake _ann;
    private Snowflake _bob;

    public async ValueTask InitializeAsync()
    {
        _cluster = await StartAsync(database.ConnectionString);
        var users = await AddUsersAsync(database.Source, 2);
        (_ann, _bob) = (users[0], users[1]);
        _planet = await _cluster.CreateAsync(_ann);
        await _planet.Set(_ann, new PlanetPatch(HistoryVisible: false));
        await _cluster.SendAsync(_planet, Message(_ann, "k1", "before"));
        await _planet.Pin(_ann, 1, true);
        await _planet.Add(_ann, [_bob], MemberRole.Member);
        await _cluster.SendAsync(_planet, Message(_ann, "k2", "after", replyToSeq: 1));
        await _planet.Pin(_ann, 2, true);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Pages_lists_and_snapshots_begin_after_the_joining()
    {
        var page = await _planet.Messages(_bob, new PageRequest(null, null, null, 10));
        Assert.Equal([2L], page.Items.Select(message => message.Seq));
        Assert.False(page.HasBefore);
        var around = await _planet.Messages(_bob, new PageRequest(null, null, 1, 10));
        Assert.Equal([2L], around.Items.Select(message => message.Seq));
        foreach (var limit in new[] { 1, 10 })
        {
            var first = await _planet.Messages(_bob, new PageRequest(null, 0, null, limit));
            Assert.Equal([2L], first.Items.Select(message => message.Seq));
            var before = await _planet.Messages(_bob, new PageRequest(1, null, null, limit));
            Assert.Equal((0, false, true), (before.Items.Length, before.HasBefore, before.HasAfter));
        }
        Assert.Equal([2L], (await _planet.Pins(_bob, long.MaxValue, 10)).Select(message => message.Seq));
        var opening = await _planet.Open(_bob, null);
        Assert.Equal([2L], opening.Snapshot!.Messages.Select(message => message.Seq));
        Assert.Equal([2L], opening.Counts!.Value.Select(count => count.Seq));
        Assert.Equal(1, opening.View.JoinedSeq);
        Assert.Equal(2, (await _planet.Messages(_ann, new PageRequest(null, null, null, 10))).Items.Length);
    }

    [Fact]
    public async Task What_was_said_before_cannot_be_read_or_touched()
    {
        await Refused(ErrorCode.NotFound, () => _planet.Message(_bob, 1));
        await Refused(ErrorCode.NotFound, () => _planet.Replies(_bob, 1, 0, 10));
        await Refused(ErrorCode.NotFound, () => _planet.Readers(_bob, 1, null, 10));
        await Refused(ErrorCode.NotFound, () => _planet.React(_bob, 1, "👍", true));
        await Refused(ErrorCode.NotFound, () => _planet.Delete(_bob, 1));
        await Refused(ErrorCode.NotFound, () => _planet.Edit(_bob, 1, "mine"));
        var reply = Message(_bob, "reply", replyToSeq: 1);
        var refusal = await Refused(ErrorCode.Invalid, () => _cluster.SendAsync(_planet, reply));
        Assert.StartsWith("replyToSeq", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_tells_of_an_edit_without_its_text()
    {
        var since = (await _planet.Open(_bob, null)).HeadRev;
        await _planet.Edit(_ann, 1, "secret");
        await _planet.Edit(_ann, 2, "open");

        var events = (await _planet.Open(_bob, since)).Events!.Value;
        Assert.Equal([null, "open"], events.Cast<MessageEdited>().Select(edited => edited.Text));
        var changes = (await _planet.Changes(_bob, since, 10)).Events!.Value;
        Assert.Equal([null, "open"], changes.Cast<MessageEdited>().Select(edited => edited.Text));
        var own = (await _planet.Open(_ann, since)).Events!.Value;
        Assert.Equal(["secret", "open"], own.Cast<MessageEdited>().Select(edited => edited.Text));
    }

    [Fact]
    public async Task What_was_hidden_is_seen_once_the_planet_shows_its_history()
    {
        await _planet.Set(_ann, new PlanetPatch(HistoryVisible: true));
        Assert.Equal("before", (await _planet.Message(_bob, 1)).Text);
    }
}
