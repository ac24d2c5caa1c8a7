using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Tests.Support;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Planets;

/// <summary>Reactions and pins, in memory and as PostgreSQL keeps them.</summary>
public sealed class ReactionTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
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
        _planet = await _cluster.CreateAsync(_ann, _bob);
        await _cluster.SendAsync(_planet, Message(_ann, "k1"));
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Reactions_are_counted_by_kind_in_the_order_in_which_they_came()
    {
        await _planet.React(_bob, 1, "👍", true);
        await _planet.React(_ann, 1, "❤️", true);
        var head = await _planet.React(_ann, 1, "👍", true);
        Assert.Equal(head, await _planet.React(_ann, 1, "👍", true));

        var seen = await _planet.Message(_bob, 1);
        Assert.Equal([new Reaction("👍", 2, true), new Reaction("❤️", 1, false)], seen.Reactions);
        Assert.Equal(head, seen.Rev);

        await _planet.React(_bob, 1, "👍", false);
        await _planet.React(_ann, 1, "👍", false);
        Assert.Equal([new Reaction("❤️", 1, false)], (await _planet.Message(_bob, 1)).Reactions);
    }

    [Fact]
    public async Task Reactions_and_pins_are_the_same_after_the_silo_was_killed()
    {
        await _planet.React(_bob, 1, "👍", true);
        await _planet.React(_bob, 1, "👍", false);
        await _planet.React(_bob, 1, "🇰🇷", true);
        await _planet.React(_ann, 1, "👨‍👩‍👧", true);
        await _planet.Pin(_ann, 1, true);
        var before = await _planet.Message(_bob, 1);
        await _cluster.KillAsync();

        await using var next = await StartAsync(database.ConnectionString);
        var after = await next.Planet(before.PlanetId).Message(_bob, 1);

        Assert.Equal(before.Reactions, after.Reactions);
        Assert.Equal((before.Rev, before.PinnedAt), (after.Rev, after.PinnedAt));
        var events = (await next.Planet(before.PlanetId).Changes(_bob, before.Rev - 5, 10)).Events!.Value;
        Assert.Equal(
            [("👍", true), ("👍", false), ("🇰🇷", true), ("👨‍👩‍👧", true)],
            events.OfType<ReactionChanged>().Select(change => (change.Emoji, change.On))
        );
        Assert.True(events.OfType<PinChanged>().Single().On);
    }

    [Fact]
    public async Task One_message_has_at_most_20_kinds()
    {
        string[] kinds =
        [
            .. Enumerable.Range(0x1F600, MessageChanges.MaxReactionKinds + 1).Select(char.ConvertFromUtf32),
        ];
        foreach (var kind in kinds[..^1])
        {
            await _planet.React(_ann, 1, kind, true);
        }

        await Refused(ErrorCode.Conflict, () => _planet.React(_bob, 1, kinds[^1], true));
        await _planet.React(_bob, 1, kinds[0], true);
        await _planet.React(_ann, 1, kinds[1], false);
        await _planet.React(_bob, 1, kinds[^1], true);
    }

    [Fact]
    public async Task What_is_deleted_takes_no_reaction_and_shows_none_and_is_not_pinned()
    {
        await _planet.React(_ann, 1, "👍", true);
        await _planet.Pin(_ann, 1, true);
        await _planet.Delete(_ann, 1);

        await Refused(ErrorCode.Conflict, () => _planet.React(_bob, 1, "👍", true));
        await Refused(ErrorCode.Conflict, () => _planet.Pin(_ann, 1, true));
        var gone = await _planet.Message(_bob, 1);
        Assert.Empty(gone.Reactions);
        Assert.Null(gone.PinnedAt);
        Assert.Empty(await _planet.Pins(_bob, long.MaxValue, 10));
    }

    [Fact]
    public async Task Pins_are_an_admins_and_are_listed_newest_first()
    {
        await _cluster.SendAsync(_planet, Message(_bob, "k2"));
        await _cluster.SendAsync(_planet, Message(_bob, "k3"));
        await Refused(ErrorCode.Forbidden, () => _planet.Pin(_bob, 2, true));
        await Refused(ErrorCode.NotFound, () => _planet.Pin(_ann, 4, true));
        await _planet.Pin(_ann, 1, true);
        await _planet.Pin(_ann, 3, true);

        Assert.Equal([3L, 1], (await _planet.Pins(_bob, long.MaxValue, 10)).Select(message => message.Seq));
        Assert.Equal([1L], (await _planet.Pins(_bob, 3, 10)).Select(message => message.Seq));
        await _planet.Pin(_ann, 3, false);
        Assert.Equal([1L], (await _planet.Pins(_bob, long.MaxValue, 10)).Select(message => message.Seq));
    }

    [Fact]
    public async Task Replies_are_those_of_the_whole_thread_in_order()
    {
        await _cluster.SendAsync(_planet, Message(_bob, "k2", replyToSeq: 1));
        await _cluster.SendAsync(_planet, Message(_ann, "k3"));
        await _cluster.SendAsync(_planet, Message(_ann, "k4", replyToSeq: 2));

        Assert.Equal([2L, 4], (await _planet.Replies(_bob, 1, 0, 10)).Select(message => message.Seq));
        Assert.Equal([4L], (await _planet.Replies(_bob, 1, 2, 10)).Select(message => message.Seq));
        Assert.Empty(await _planet.Replies(_bob, 3, 0, 10));
        await Refused(ErrorCode.NotFound, () => _planet.Replies(_bob, 9, 0, 10));
    }

    [Theory]
    [InlineData("👍", "👍")]
    [InlineData("❤", "❤️")]
    [InlineData("1️⃣", "1️⃣")]
    [InlineData("👍🏽", "👍🏽")]
    [InlineData("🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏴󠁧󠁢󠁳󠁣󠁴󠁿")]
    public void An_emoji_is_known_with_and_without_its_variation_selector(string sent, string stored) =>
        Assert.Equal(stored, Emoji.Check(sent));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("1")]
    [InlineData("👍👍")]
    [InlineData("좋아")]
    [InlineData("\uFE0F")]
    public void What_is_not_one_emoji_is_invalid(string text) =>
        Assert.Equal(ErrorCode.Invalid, Assert.Throws<ChatException>(() => Emoji.Check(text)).Code);
}
