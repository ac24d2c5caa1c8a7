using System.Collections.Immutable;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Planets;

/// <summary>What a web node is told.</summary>
public sealed class PlanetDeliveryTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private readonly Watcher _watcher = new();
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly NullLogger<SiloLeases> _log = NullLogger<SiloLeases>.Instance;
    private PlanetCluster _cluster = null!;
    private Snowflake[] _users = [];

    public async ValueTask InitializeAsync()
    {
        _cluster = await StartAsync(database.ConnectionString);
        _users = await AddUsersAsync(database.Source, 4);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private async Task<(IPlanetGrain Planet, PlanetLease Lease)> WatchAsync(params Snowflake[] members)
    {
        var planet = await _cluster.CreateAsync(members);
        var observer = _cluster.Grains.CreateObjectReference<IPlanetObserver>(_watcher);
        return (planet, (await planet.Attach("node", observer)).Lease);
    }

    [Fact]
    public async Task Events_arrive_densely_in_order()
    {
        var (planet, lease) = await WatchAsync(_users);
        _ = Enumerable.Range(1, 500).Select(i => _cluster.SendAsync(planet, Message(_users[i % 4], $"k{i}"))).ToList();

        var rev = lease.HeadRev;
        while (rev < 501)
        {
            var frame = await _watcher.NextAsync();
            if (frame.Events.IsEmpty)
            {
                continue;
            }
            Assert.Equal(rev, frame.FromRev);
            Assert.All(frame.Events, (e, i) => Assert.Equal(rev + i + 1, e.Rev));
            rev += frame.Events.Length;
        }
    }

    [Fact]
    public async Task Live_counts_and_moves_add_up_to_what_a_reader_is_shown()
    {
        var (planet, _) = await WatchAsync(_users);
        for (var i = 1; i <= 6; i++)
        {
            await _cluster.SendAsync(planet, Message(_users[i % 2], $"k{i}"));
        }
        await planet.MarkRead(_users[2], 4);
        await planet.MarkRead(_users[3], 6);

        var live = new Dictionary<long, MessageCount>();
        var last = (await planet.Messages(_users[0], new PageRequest(null, null, null, 20))).Items;
        while (last.Any(message => Shown(message) != live.GetValueOrDefault(message.Seq)))
        {
            Apply(await _watcher.NextAsync(), live);
        }
        // The sixth is Ann's: one of the three others has read it. The fourth is hers as well: all three have.
        Assert.Equal(new MessageCount(6, 1, 2), live[6]);
        Assert.Equal(new MessageCount(4, 3, 0), live[4]);
    }

    [Fact]
    public async Task An_opening_holds_every_move_up_to_its_tick()
    {
        var (planet, _) = await WatchAsync(_users);
        await _cluster.SendAsync(planet, Message(_users[0], "k"));
        await planet.MarkRead(_users[1], 1);
        var opening = await planet.Open(_users[2], null);
        Assert.Equal([new MessageCount(1, 1, 2)], opening.Counts!.Value);
        await planet.MarkRead(_users[2], 1);

        var ticks = new List<(long Tick, ReceiptMove Move)>();
        while (ticks.Count < 2)
        {
            var frame = await _watcher.NextAsync();
            ticks.AddRange(frame.Counters.SelectMany(change => change.Moves.Select(move => (change.Tick, move))));
        }
        Assert.Equal([_users[1], _users[2]], ticks.Select(entry => entry.Move.UserId));
        Assert.True(ticks[0].Tick <= opening.Tick);
        Assert.True(ticks[1].Tick > opening.Tick);
    }

    [Fact]
    public async Task A_stopped_node_finds_its_gap_and_can_fill_it()
    {
        var (planet, lease) = await WatchAsync(_users);
        var gate = new TaskCompletionSource();
        _watcher.Gate = gate.Task;
        await _cluster.SendAsync(planet, Message(_users[0], "first"));
        for (var i = 0; i < (NodeLink.MaxEvents / 100) + 2; i++)
        {
            await Task.WhenAll(
                Enumerable.Range(0, 100).Select(j => _cluster.SendAsync(planet, Message(_users[0], $"k{i}-{j}")))
            );
        }
        gate.SetResult();

        Assert.Equal(lease.HeadRev, (await NextEventsAsync()).FromRev);
        var next = await NextEventsAsync();
        Assert.True(next.FromRev > lease.HeadRev + 1);
        Assert.True(next.Events.Length <= NodeLink.MaxEvents);
        Assert.Equal((await planet.Get(_users[0])).HeadRev, next.Events[^1].Rev);
        var gap = await planet.Gap(next.Events[^1].Rev - 400);
        Assert.Equal(400, gap!.Events.Length);
        var tooFar = await planet.Gap(lease.HeadRev);
        Assert.Equal((next.Events[^1].Rev, 0), (tooFar!.FromRev, tooFar.Events.Length));
        Assert.Null(await planet.Gap(next.Events[^1].Rev + 1));
    }

    [Fact]
    public async Task Joining_and_leaving_send_counts()
    {
        var (planet, _) = await WatchAsync(_users[0], _users[1]);
        await _cluster.SendAsync(planet, Message(_users[0], "k"));
        await planet.Leave(_users[1]);
        await planet.Join(_users[1]);

        var frame = await _watcher.NextAsync();
        while (!frame.Counters.Any(change => change.Counts.Contains(new MessageCount(1, 0, 0))))
        {
            frame = await _watcher.NextAsync();
        }
    }

    [Fact]
    public async Task Leases_are_renewed_for_attached_nodes_only()
    {
        var (planet, lease) = await WatchAsync(_users);
        ImmutableArray<Snowflake> both = [lease.PlanetId, new Snowflake(4711)];

        await _cluster.SendAsync(planet, Message(_users[0], "k"));
        Assert.Equal([lease with { HeadRev = 2 }], await _cluster.RenewAsync("node", both));
        Assert.Empty(await _cluster.RenewAsync("stranger", both));
        await planet.Detach("node");
        Assert.Empty(await _cluster.RenewAsync("node", both));
    }

    [Fact]
    public async Task An_activation_that_ends_tells_its_nodes_so_and_the_next_one_takes_them()
    {
        var (planet, lease) = await WatchAsync(_users);
        await _cluster.SendAsync(planet, Message(_users[0], "k"));
        await _watcher.NextAsync();

        await _cluster.DeactivateAsync(planet);
        Assert.Equal(lease.Epoch, await _watcher.NextEndAsync());
        var (next, _) = await planet.Attach("node", _cluster.Grains.CreateObjectReference<IPlanetObserver>(_watcher));
        Assert.Equal((lease.Epoch + 1, 2), (next.Epoch, next.HeadRev));
        await _cluster.SendAsync(planet, Message(_users[0], "after"));
        Assert.Equal((next.Epoch, 2), (await NextEventsAsync()) is var frame ? (frame.Epoch, frame.FromRev) : default);
    }

    [Fact]
    public async Task Nodes_that_renewed_lately_are_told_of_a_silo_that_is_lost()
    {
        var leases = new SiloLeases(_cluster.Services.GetRequiredService<ActivePlanets>(), _time, _log);
        var (early, late) = (new SilentNode(), new SilentNode());
        await leases.Renew("early", early, []);
        _time.Now += PlanetLease.Duration;
        await leases.Renew("late", late, []);
        leases.TellLost("one");
        _time.Now += TimeSpan.FromSeconds(1);
        leases.TellLost("two");

        Assert.Equal(["one"], early.Lost);
        Assert.Equal(["one", "two"], late.Lost);
        Assert.Equal(1, leases.Nodes);
    }

    private async Task<PlanetFrame> NextEventsAsync()
    {
        var frame = await _watcher.NextAsync();
        while (frame.Events.IsEmpty)
        {
            frame = await _watcher.NextAsync();
        }
        return frame;
    }

    private static MessageCount Shown(Message message) => new(message.Seq, message.ReadCount, message.UnreadCount);

    // What a client does with a frame.
    private static void Apply(PlanetFrame frame, Dictionary<long, MessageCount> live)
    {
        foreach (var posted in frame.Events.OfType<MessagePosted>())
        {
            live[posted.Message.Seq] = Shown(posted.Message);
        }
        foreach (var change in frame.Counters)
        {
            foreach (var move in change.Moves)
            {
                for (var seq = move.From + 1; seq <= move.To; seq++)
                {
                    var before = live[seq];
                    live[seq] = new MessageCount(seq, before.ReadCount + 1, before.UnreadCount - 1);
                }
            }
            foreach (var count in change.Counts)
            {
                live[count.Seq] = count;
            }
        }
    }
}
