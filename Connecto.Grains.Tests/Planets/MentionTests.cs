using System.Collections.Immutable;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Tests.Support;
using Connecto.Users;
using Microsoft.Extensions.DependencyInjection;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Planets;

/// <summary>Who is mentioned, and what is kept for whom to be told.</summary>
public sealed class MentionTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private PlanetCluster _cluster = null!;
    private IPlanetGrain _planet = null!;
    private Snowflake _own;
    private Snowflake _ann;
    private Snowflake _bob;

    public async ValueTask InitializeAsync()
    {
        _cluster = await StartAsync(database.ConnectionString);
        var users = await AddUsersAsync(database.Source, 3);
        (_own, _ann, _bob) = (users[0], users[1], users[2]);
        _planet = await _cluster.CreateAsync(_own, _ann, _bob);
        // That they were added is not of interest here.
        await using var forget = database.Source.CreateCommand("DELETE FROM notifications");
        await forget.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData("@all please read", true)]
    [InlineData("please read, @ALL!", true)]
    [InlineData("@모두 확인해 주세요", true)]
    [InlineData("@모두들 확인", true)]
    [InlineData("@alligator", false)]
    [InlineData("ann@all.example", false)]
    [InlineData("all of you", false)]
    public void A_text_mentions_all_by_a_word_of_its_own(string text, bool mentions) =>
        Assert.Equal(mentions, Mentions.All(text));

    [Fact]
    public async Task Only_members_can_be_mentioned()
    {
        var outsider = (await AddUsersAsync(database.Source, 1))[0];
        await Refused(ErrorCode.Invalid, () => SendAsync(_ann, "hello", outsider));
        await _planet.Remove(_own, _bob);
        await Refused(ErrorCode.Invalid, () => SendAsync(_ann, "hello", _ann, _bob));
    }

    [Fact]
    public async Task A_mention_is_kept_and_counted_for_who_is_mentioned_alone()
    {
        await SendAsync(_ann, "hello", _bob, _ann);

        Assert.Equal([(NotificationKind.Mention, 1L)], await KeptAsync(_bob));
        Assert.Empty(await KeptAsync(_ann));
        Assert.Empty(await KeptAsync(_own));
        Assert.Equal(1, await MentionsAsync(_bob));
        Assert.Equal(0, await MentionsAsync(_own));
    }

    [Fact]
    public async Task All_are_mentioned_by_an_admin_and_not_by_a_member()
    {
        await SendAsync(_ann, "@all hello");
        Assert.Null((await _planet.Message(_bob, 1)).MentionsAll);
        Assert.Equal(0, await MentionsAsync(_bob));

        await SendAsync(_own, "@all hello");
        Assert.True((await _planet.Message(_bob, 2)).MentionsAll);
        Assert.Equal(1, await MentionsAsync(_bob));
        Assert.Equal([(NotificationKind.Mention, 2L)], await KeptAsync(_ann));
        Assert.Empty(await KeptAsync(_own));
    }

    [Fact]
    public async Task A_reply_is_told_to_whom_it_answers_once()
    {
        await SendAsync(_ann, "question");
        await ReplyAsync(_bob, 1);
        await ReplyAsync(_own, 2);
        await ReplyAsync(_bob, 2);
        await ReplyAsync(_own, 1, _ann);

        Assert.Equal([(NotificationKind.Reply, 2L), (NotificationKind.Mention, 5L)], await KeptAsync(_ann));
        Assert.Equal([(NotificationKind.Reply, 3L)], await KeptAsync(_bob));
    }

    [Fact]
    public async Task Who_wants_no_notifications_of_a_planet_gets_none_and_keeps_his_badge()
    {
        await _planet.SetNotifications(_bob, NotificationLevel.None);
        await SendAsync(_own, "@all hello", _bob);

        Assert.Empty(await KeptAsync(_bob));
        Assert.Equal(1, await MentionsAsync(_bob));
        var id = (await _planet.Message(_ann, 1)).PlanetId;
        await _cluster.KillAsync();
        await using var next = await StartAsync(database.ConnectionString);
        await next.SendAsync(next.Planet(id), Message(_own, "again", "@all again"));
        Assert.Empty(await KeptAsync(_bob));
    }

    [Fact]
    public async Task Who_wants_mentions_alone_is_told_of_no_replies()
    {
        await _planet.SetNotifications(_ann, NotificationLevel.Mentions);
        await SendAsync(_ann, "question");
        await ReplyAsync(_bob, 1);
        await SendAsync(_bob, "look", _ann);

        Assert.Equal([(NotificationKind.Mention, 3L)], await KeptAsync(_ann));
    }

    [Fact]
    public async Task A_mention_is_counted_however_many_messages_follow_it()
    {
        await SendAsync(_ann, "first", _bob);
        await Task.WhenAll(Enumerable.Range(0, UnreadStore.Most + 1).Select(i => SendAsync(_ann, $"{i}")));

        Assert.Equal(1, await MentionsAsync(_bob));
    }

    [Fact]
    public async Task Who_is_in_a_planet_from_its_start_is_told_so()
    {
        var users = await AddUsersAsync(database.Source, 3);
        await _cluster.CreateAsync(users);

        Assert.Empty(await KindsAsync(users[0]));
        Assert.Equal([NotificationKind.Added], await KindsAsync(users[1]));
        Assert.Equal([NotificationKind.Added], await KindsAsync(users[2]));
    }

    [Fact]
    public async Task Who_is_added_or_removed_by_another_is_told_so()
    {
        var users = await AddUsersAsync(database.Source, 2);
        await _planet.Add(_own, [users[0], users[1]], MemberRole.Member);
        await _planet.Remove(_own, users[0]);
        await _planet.SetMember(_own, users[1], new MemberPatch(null, MemberStatus.Banned, null));
        await _planet.Leave(_ann);

        Assert.Equal([NotificationKind.Added, NotificationKind.Removed], await KindsAsync(users[0]));
        Assert.Equal([NotificationKind.Added, NotificationKind.Removed], await KindsAsync(users[1]));
        Assert.Empty(await KindsAsync(_ann));
    }

    private Task<SendResult> SendAsync(Snowflake sender, string text, params Snowflake[] mentions) =>
        _cluster.SendAsync(
            _planet,
            Message(sender, Guid.NewGuid().ToString("N"), text) with
            {
                Mentions = [.. mentions],
            }
        );

    private Task<SendResult> ReplyAsync(Snowflake sender, long toSeq, params Snowflake[] mentions) =>
        _cluster.SendAsync(
            _planet,
            Message(sender, Guid.NewGuid().ToString("N"), replyToSeq: toSeq) with
            {
                Mentions = [.. mentions],
            }
        );

    private async Task<int> MentionsAsync(Snowflake userId)
    {
        var unread = _cluster.Services.GetRequiredService<UnreadStore>();
        var planet = (await _planet.Get(userId)).Id;
        var counts = await unread.CountAsync(userId, [new PlanetCursor(planet, 0)], CancellationToken.None);
        return counts[planet].Mentions;
    }

    private async Task<IEnumerable<NotificationKind>> KindsAsync(Snowflake userId) =>
        (await KeptAsync(userId)).Select(kept => kept.Kind);

    private async Task<ImmutableArray<(NotificationKind Kind, long? Seq)>> KeptAsync(Snowflake userId)
    {
        await using var command = database.Source.CreateCommand(
            "SELECT kind, seq FROM notifications WHERE user_id = $1 ORDER BY id"
        );
        command.Parameters.AddWithValue(userId.Value);
        await using var reader = await command.ExecuteReaderAsync();
        var kept = ImmutableArray.CreateBuilder<(NotificationKind, long?)>();
        while (await reader.ReadAsync())
        {
            kept.Add(((NotificationKind)reader.GetInt16(0), reader.IsDBNull(1) ? null : reader.GetInt64(1)));
        }
        return kept.DrainToImmutable();
    }
}
