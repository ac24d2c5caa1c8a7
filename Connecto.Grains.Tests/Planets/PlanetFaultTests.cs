using System.Collections.Concurrent;
using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Storage;
using Connecto.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Planets;

/// <summary>A planet whose way to PostgreSQL fails.</summary>
public sealed class PlanetFaultTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private PlanetCluster _cluster = null!;
    private TcpProxy _network = null!;
    private IPlanetGrain _planet = null!;
    private Snowflake[] _users = [];

    public async ValueTask InitializeAsync()
    {
        _network = new TcpProxy(database.ConnectionString);
        _cluster = await StartAsync(_network.ConnectionString);
        _users = await AddUsersAsync(database.Source, 4);
        _planet = await _cluster.CreateAsync(_users);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _network.DisposeAsync();
    }

    /// <summary>
    /// Connections are cut again and again while four users send, so that commits lose their answers: whatever was
    /// acknowledged stands once at its place, and every retry is told the same.
    /// </summary>
    [Fact]
    public async Task A_commit_whose_answer_was_cut_off_is_settled_one_way_for_all()
    {
        const int Each = 150;
        var acknowledged = new ConcurrentDictionary<(Snowflake, string), SendResult>();
        var refused = 0;
        using var done = new CancellationTokenSource();
        var cutting = CutAsync(() => acknowledged.Count, done.Token);
        await Task.WhenAll(_users.Select(SendAllAsync));
        await done.CancelAsync();
        await cutting;

        var head = (await _planet.Get(_users[0])).HeadSeq;
        Assert.Equal(Each * _users.Length, head);
        Assert.Equal(Enumerable.Range(1, (int)head).Select(seq => (long)seq), Seqs().Order());
        var stored = await Stored<MessageStore>().RangeAsync(Id, 1, head, asOf: 0);
        Assert.All(stored, row => Assert.Equal(acknowledged[(row.SenderId, row.ClientMessageId)].Seq, row.Seq));
        var events = await Stored<EventStore>().AfterAsync(Id, 0, int.MaxValue);
        Assert.Equal(Enumerable.Range(1, (int)head + 1).Select(rev => (long)rev), events.Select(row => row.Rev));
        Assert.True(refused > 0, "no cut hit a batch, so nothing was tried");

        IEnumerable<long> Seqs() => acknowledged.Values.Select(result => result.Seq);

        async Task SendAllAsync(Snowflake user)
        {
            for (var i = 0; i < Each; i++)
            {
                var key = $"k{i}";
                var result = await RetriedAsync(
                    () => _cluster.SendAsync(_planet, Message(user, key)),
                    () => Interlocked.Increment(ref refused)
                );
                acknowledged[(user, key)] = result;
            }
        }
    }

    [Fact]
    public async Task While_PostgreSQL_is_away_sends_are_refused_and_memory_is_read()
    {
        await _cluster.SendAsync(_planet, Message(_users[0], "before"));
        _network.Away();

        await Refused(ErrorCode.Unavailable, () => _cluster.SendAsync(_planet, Message(_users[0], "during")));
        await Refused(ErrorCode.Unavailable, () => _planet.Edit(_users[0], 1, "during"));
        var page = await _planet.Messages(_users[1], new PageRequest(null, null, null, 20));
        Assert.Equal("hello", Assert.Single(page.Items).Text);
        await _planet.MarkRead(_users[1], 1);
        Assert.Equal(1, (await _planet.Message(_users[0], 1)).ReadCount);
        Assert.True((await _cluster.SendAsync(_planet, Message(_users[0], "before"))).Duplicate);

        _network.Restore();
        var sent = await RetriedAsync(() => _cluster.SendAsync(_planet, Message(_users[0], "after")));
        Assert.Equal(2, sent.Seq);
    }

    [Fact]
    public async Task While_nobody_can_say_whose_the_planet_is_nobody_is_refused_for_good()
    {
        var stranger = (await AddUsersAsync(database.Source, 1))[0];
        await _planet.Get(_users[0]);
        _network.Away();

        await Refused(ErrorCode.Unavailable, () => _planet.Open(stranger, null));
        await Refused(ErrorCode.Unavailable, () => _planet.Remove(_users[0], stranger));

        _network.Restore();
        Assert.Equal(OpeningState.Denied, (await RetriedAsync(() => _planet.Open(stranger, null))).State);
    }

    [Fact]
    public async Task Who_waits_for_a_batch_to_be_settled_is_told_while_PostgreSQL_does_not_answer()
    {
        var untimed = new NpgsqlConnectionStringBuilder(database.ConnectionString) { CommandTimeout = 600 };
        await using var cluster = await StartAsync(
            untimed.ConnectionString,
            new("Storage:SilentAfterSeconds", "3"),
            new("Storage:CommandTimeoutSeconds", "600")
        );
        var planet = await cluster.CreateAsync(_users);
        await planet.Get(_users[0]);
        var id = planet.GetPrimaryKeyLong();
        await using var hold = await PostgresHold.TakeAsync(
            database.Source,
            $"SELECT FROM planets WHERE id = {id} FOR UPDATE"
        );
        var sent = cluster.SendAsync(planet, Message(_users[0], "k"));
        await hold.IsWaitedForAsync();
        // It waited for the row in its lane; now its planet does, to be claimed again.
        await using var end = database.Source.CreateCommand(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'connecto-lane' AND wait_event_type = 'Lock'
            """
        );
        await end.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var patience = TimeSpan.FromSeconds(25);
        await Refused(ErrorCode.Unavailable, () => sent.WaitAsync(patience, TestContext.Current.CancellationToken));

        await hold.RollbackAsync();
        var retried = await RetriedAsync(() => cluster.SendAsync(planet, Message(_users[0], "k")));
        Assert.Equal((1, false), (retried.Seq, retried.Duplicate));
    }

    // Each cut comes after some more messages were acknowledged, until all are.
    private async Task CutAsync(Func<int> acknowledged, CancellationToken done)
    {
        var next = 20;
        while (!done.IsCancellationRequested)
        {
            if (acknowledged() >= next)
            {
                _network.Cut();
                next = acknowledged() + 50;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(5), CancellationToken.None);
        }
    }

    private Snowflake Id => new(_planet.GetPrimaryKeyLong());

    private T Stored<T>()
        where T : notnull => _cluster.Services.GetRequiredService<T>();
}
