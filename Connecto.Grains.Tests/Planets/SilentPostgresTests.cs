using System.Collections.Immutable;
using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Planets;

/// <summary>A PostgreSQL that takes what it is sent and says nothing.</summary>
[Trait("Runtime", "Either")]
public sealed class SilentPostgresTests : IAsyncLifetime
{
    // Nobody waits that long but in a broken test.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(25);

    private PostgresServer _server = null!;
    private PlanetCluster _cluster = null!;
    private Snowflake _ann;
    private Snowflake _bob;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        // It would be given up only after ten minutes.
        _cluster = await StartAsync(
            new NpgsqlConnectionStringBuilder(_server.ConnectionString) { CommandTimeout = 600 }.ConnectionString,
            new("Storage:SilentAfterSeconds", "1"),
            new("Storage:CommandTimeoutSeconds", "600"),
            new("DATABASE_CONNECTION_TIMEOUT", "600")
        );
        await using var database = NpgsqlDataSource.Create(_server.ConnectionString);
        var users = await AddUsersAsync(database, 2);
        (_ann, _bob) = (users[0], users[1]);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Senders_are_told_at_once_and_find_what_was_written_all_the_same()
    {
        var planet = await _cluster.CreateAsync(_ann);
        Assert.Equal(1, (await RetriedAsync(() => _cluster.SendAsync(planet, Message(_ann, "1")))).Seq);
        var underWay = Message(_ann, "2");
        var meanwhile = Message(_ann, "3");

        await WhileSilentAsync(async () =>
        {
            await AssertUnavailableAsync(() => _cluster.SendAsync(planet, underWay));
            await AssertUnavailableAsync(() => _cluster.SendAsync(planet, meanwhile));
            await AssertUnavailableAsync(() => planet.Edit(_ann, 1, "edited"));
            Assert.Single((await planet.Messages(_ann, new PageRequest(null, null, null, 20))).Items);
        });

        var retried = await RetriedAsync(() => _cluster.SendAsync(planet, underWay));
        Assert.Equal((2, true), (retried.Seq, retried.Duplicate));
        Assert.Equal(3, (await RetriedAsync(() => _cluster.SendAsync(planet, meanwhile))).Seq);
        var sent = (await planet.Messages(_ann, new PageRequest(null, null, null, 20))).Items;
        Assert.Equal(["1", "2", "3"], sent.Select(item => item.ClientMessageId));
    }

    [Fact]
    public async Task Who_sends_behind_a_change_that_changes_nothing_is_told_at_once()
    {
        var planet = await _cluster.CreateAsync(_ann, _bob);
        await RetriedAsync(() => _cluster.SendAsync(planet, Message(_ann, "1")));
        await RetriedAsync(() => planet.React(_ann, 1, "👍", on: true));

        await WhileSilentAsync(async () =>
        {
            var again = planet.React(_ann, 1, "👍", on: true);
            await planet.Get(_ann); // Calls come to the planet in order.
            var sent = _cluster.SendAsync(planet, Message(_bob, "2"));
            await AssertUnavailableAsync(() => sent);
            await AssertUnavailableAsync(() => again);
        });

        Assert.Equal(2, (await RetriedAsync(() => _cluster.SendAsync(planet, Message(_bob, "2")))).Seq);
    }

    [Fact]
    public async Task Who_sends_together_with_one_who_may_not_is_told_at_once()
    {
        var planet = await _cluster.CreateAsync(_ann, _bob);
        var mute = new MemberPatch(null, null, DateTimeOffset.MaxValue);
        await RetriedAsync(() => planet.SetMember(_ann, _bob, mute));

        await WhileSilentAsync(async () =>
        {
            var outcomes = await planet.Post([Message(_bob, "muted")]).WaitAsync(_patience, Cancellation);
            Assert.Equal([ErrorCode.Unavailable], outcomes.Select(CodeOf));
            outcomes = await planet
                .Post([Message(_ann, "1"), Message(_bob, "muted")])
                .WaitAsync(_patience, Cancellation);
            Assert.Equal([ErrorCode.Unavailable, ErrorCode.Unavailable], outcomes.Select(CodeOf));
        });

        Assert.Equal(1, (await RetriedAsync(() => _cluster.SendAsync(planet, Message(_ann, "1")))).Seq);
        await Refused(ErrorCode.Muted, () => RetriedAsync(() => _cluster.SendAsync(planet, Message(_bob, "muted"))));
    }

    [Fact]
    public async Task Who_sends_behind_a_reply_to_what_is_not_in_memory_is_told_at_once()
    {
        var planet = await _cluster.CreateAsync(_ann, _bob);
        var many = Enumerable.Range(1, RecentMessages.Capacity + 1).Select(i => Message(_ann, $"{i}"));
        await Task.WhenAll(many.Select(message => RetriedAsync(() => _cluster.SendAsync(planet, message))));
        var reply = Message(_ann, "reply", replyToSeq: 1);

        await WhileSilentAsync(async () =>
        {
            var replied = planet.Post([reply]);
            await planet.Get(_ann); // Calls come to the planet in order.
            await AssertUnavailableAsync(() => _cluster.SendAsync(planet, Message(_bob, "behind")));
            Assert.Equal([ErrorCode.Unavailable], (await replied).Select(CodeOf));
        });

        var accepted = await RetriedAsync(() => _cluster.SendAsync(planet, reply));
        Assert.Equal((RecentMessages.Capacity + 2, false), (accepted.Seq, accepted.Duplicate));
        Assert.Equal(1, (await RetriedAsync(() => planet.Message(_ann, 1))).ReplyCount);
    }

    [Fact]
    public async Task Who_sends_to_a_planet_that_rests_is_told_at_once_and_it_wakes_once()
    {
        var planet = await _cluster.CreateAsync(_ann);
        await RetriedAsync(() => _cluster.SendAsync(planet, Message(_ann, "1")));
        await Eventually.TrueAsync(planet.Rest);
        var epoch = Presence(planet)!.Epoch;

        await WhileSilentAsync(async () =>
        {
            await AssertUnavailableAsync(() => _cluster.SendAsync(planet, Message(_ann, "2")));
            await AssertUnavailableAsync(() => _cluster.SendAsync(planet, Message(_ann, "3")));
            await AssertUnavailableAsync(() => planet.Get(_ann));
        });

        Assert.Equal(2, (await RetriedAsync(() => _cluster.SendAsync(planet, Message(_ann, "3")))).Seq);
        Assert.Equal(epoch, Presence(planet)!.Epoch);
    }

    [Fact]
    public async Task Who_sends_to_a_planet_that_is_not_active_is_told_at_once_and_it_is_claimed_once()
    {
        var planet = await _cluster.CreateAsync(_ann);

        await WhileSilentAsync(async () =>
        {
            await AssertUnavailableAsync(() => _cluster.SendAsync(planet, Message(_ann, "1")));
            await AssertUnavailableAsync(() => _cluster.SendAsync(planet, Message(_ann, "2")));
            await AssertUnavailableAsync(() => planet.Get(_ann));
        });

        Assert.Equal(1, (await RetriedAsync(() => _cluster.SendAsync(planet, Message(_ann, "2")))).Seq);
        Assert.Equal(1, Presence(planet)!.Epoch);
    }

    [Fact]
    public async Task An_activation_that_ends_before_its_planet_could_be_read_leaves_nothing_behind()
    {
        var planet = await _cluster.CreateAsync(_ann);

        await WhileSilentAsync(async () =>
        {
            await AssertUnavailableAsync(() => _cluster.SendAsync(planet, Message(_ann, "1")));
            await _cluster.DeactivateAsync(planet).WaitAsync(_patience, Cancellation);
            await AssertUnavailableAsync(() => _cluster.SendAsync(planet, Message(_ann, "1")));
        });

        Assert.Equal(1, (await RetriedAsync(() => _cluster.SendAsync(planet, Message(_ann, "1")))).Seq);
        await _cluster.DeactivateAsync(planet);
        Assert.Null(Presence(planet));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ActivePlanet? Presence(IPlanetGrain planet) =>
        _cluster.Services.GetRequiredService<ActivePlanets>().Find(new Snowflake(planet.GetPrimaryKeyLong()));

    private async Task WhileSilentAsync(Func<Task> act)
    {
        _server.Freeze();
        try
        {
            await act();
        }
        finally
        {
            _server.Thaw();
        }
    }

    private static ErrorCode? CodeOf(SendOutcome outcome) => outcome.Result is null ? outcome.Code : null;

    private static async Task AssertUnavailableAsync(Func<Task> call) =>
        await Refused(ErrorCode.Unavailable, () => call().WaitAsync(_patience, Cancellation));
}
