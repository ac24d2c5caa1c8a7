using System.Diagnostics;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Tests.Support;
using Orleans;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Planets;

/// <summary>Planets around the size from which on receipts are told as counts.</summary>
public sealed class LargePlanetTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private readonly Watcher _watcher = new();
    private PlanetCluster _cluster = null!;
    private Snowflake[] _users = null!;
    private IPlanetGrain _planet = null!;
    private int _sent;

    public async ValueTask InitializeAsync()
    {
        _cluster = await StartAsync(database.ConnectionString);
        _users = await AddUsersAsync(database.Source, PlanetGrain.MostMoving + 10);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_large_planet_tells_counts_at_most_once_a_second_and_no_moves()
    {
        await MakeAsync(PlanetGrain.MostMoving + 1);
        await SendAsync(3);
        var began = Stopwatch.GetTimestamp();
        foreach (var reader in _users[..PlanetGrain.MostMoving])
        {
            await _planet.MarkRead(reader, 3);
            await _planet.Open(_users[0], sinceRev: null);
        }

        var view = new CountingView();
        var told = 0;
        while (view.Of(3) != new MessageCount(3, PlanetGrain.MostMoving - 1, 1))
        {
            var frame = await _watcher.NextAsync();
            view.Take(frame);
            told += frame.Counters.Length;
            Assert.All(frame.Counters, change => Assert.Empty(change.Moves));
        }
        Assert.InRange(told, 1, 2 + (int)Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    /// <summary>Members come and go across the size, send and read; the planet's own numbers are the truth.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_a_client_counts_is_what_the_planet_counts_while_it_grows_and_shrinks(int seed)
    {
        var random = new Random(seed);
        await MakeAsync(PlanetGrain.MostMoving);
        var view = new CountingView();
        view.Begin(await _planet.Open(_users[0], sinceRev: null));
        var wereMoves = false;
        for (var round = 0; round < 12; round++)
        {
            for (var step = 0; step < 30; step++)
            {
                await StepAsync(random);
            }
            if (random.Next(3) == 0)
            {
                view = new CountingView();
                view.Begin(await _planet.Open(_users[0], sinceRev: null));
            }
            var truth = await NumbersAsync();
            while (truth.Any(count => view.Of(count.Seq) is not { } seen || seen != count))
            {
                var frame = await _watcher.NextAsync();
                view.Take(frame);
                wereMoves |= frame.Counters.Any(change => !change.Moves.IsEmpty);
            }
        }
        Assert.True(wereMoves);
    }

    private async Task StepAsync(Random random)
    {
        // The first two stay: one looks, one sends.
        var user = _users[random.Next(2, _users.Length)];
        switch (random.Next(10))
        {
            case 0:
                await _planet.Add(null, [user], MemberRole.Member);
                break;
            case 1:
                await _planet.Withdraw(user);
                break;
            case < 4:
                await SendAsync(1);
                break;
            case < 5:
                await _planet.Rest();
                break;
            default:
                if (_sent > 0 && await IsMemberAsync(user))
                {
                    await _planet.MarkRead(user, random.Next(Math.Max(1, _sent - 50), _sent + 1));
                }
                break;
        }
    }

    private async Task<bool> IsMemberAsync(Snowflake user) =>
        (await _planet.Members(_users[0], new Snowflake(user.Value - 1), 1)).Any(member => member.UserId == user);

    private async Task<MessageCount[]> NumbersAsync()
    {
        var newest = await _planet.Messages(_users[0], new PageRequest(null, null, null, Opening.CountedMessages));
        return
        [
            .. newest.Items.Select(message => new MessageCount(message.Seq, message.ReadCount, message.UnreadCount)),
        ];
    }

    private async Task SendAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _cluster.SendAsync(_planet, Message(_users[1], $"k{++_sent}"));
        }
    }

    private async Task MakeAsync(int members)
    {
        _planet = await _cluster.CreateAsync(_users[..members]);
        await _planet.Attach("node", _cluster.Grains.CreateObjectReference<IPlanetObserver>(_watcher));
    }

    /// <summary>The numbers of messages as a client has them from its opening and from frames.</summary>
    private sealed class CountingView
    {
        private readonly Dictionary<long, MessageCount> _counts = [];
        private long _rev;
        private long _tick;

        public MessageCount? Of(long seq) => _counts.TryGetValue(seq, out var count) ? count : null;

        public void Begin(Opening opening)
        {
            (_rev, _tick) = (opening.HeadRev, opening.Tick);
            foreach (var count in opening.Counts!.Value)
            {
                _counts[count.Seq] = count;
            }
        }

        public void Take(PlanetFrame frame)
        {
            foreach (var posted in frame.Events.OfType<MessagePosted>().Where(posted => posted.Rev > _rev))
            {
                var message = posted.Message;
                _counts[message.Seq] = new MessageCount(message.Seq, message.ReadCount, message.UnreadCount);
            }
            foreach (var change in frame.Counters.Where(change => change.Tick > _tick))
            {
                foreach (var move in change.Moves)
                {
                    for (var seq = move.From + 1; seq <= move.To; seq++)
                    {
                        Read(seq);
                    }
                }
                foreach (var count in change.Counts)
                {
                    _counts[count.Seq] = count;
                }
            }
        }

        private void Read(long seq)
        {
            if (_counts.TryGetValue(seq, out var before))
            {
                _counts[seq] = new MessageCount(seq, before.ReadCount + 1, before.UnreadCount - 1);
            }
        }
    }
}
