using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Tests.Support;

namespace Connecto.Tests.Planets;

/// <summary>Sends that are made again by the process that carries them, while the first call is still under way.</summary>
public sealed class CalledAgainTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private PlanetCluster _cluster = null!;
    private IPlanetGrain _planet = null!;
    private Snowflake _user;

    public async ValueTask InitializeAsync()
    {
        _cluster = await PlanetCluster.StartAsync(database.ConnectionString);
        _user = (await PlanetCluster.AddUsersAsync(database.Source, 1))[0];
        _planet = await _cluster.CreateAsync(_user);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public Task A_call_to_a_planet_that_may_be_lost_is_joined_by_the_next_one() =>
        StoresOnceAsync(() => _cluster.Senders.CallAgain(_ => true));

    [Fact]
    public Task A_call_that_is_late_is_joined_by_the_next_one() =>
        StoresOnceAsync(() => _cluster.Senders.CallLateAgain(TimeSpan.FromMilliseconds(-1)));

    [Fact]
    public async Task A_call_that_is_not_late_or_to_another_planet_is_left_alone()
    {
        var sent = await HeldUpAsync(() =>
        {
            _cluster.Senders.CallAgain(_ => false);
            _cluster.Senders.CallLateAgain(TimeSpan.FromMinutes(1));
        });

        Assert.False(sent.Duplicate);
    }

    private async Task StoresOnceAsync(Action callAgain)
    {
        var sent = await HeldUpAsync(callAgain);
        var next = await _cluster.SendAsync(_planet, Request("next"));

        Assert.Equal((1, true), (sent.Seq, sent.Duplicate));
        Assert.Equal((2, false), (next.Seq, next.Duplicate));
    }

    /// <summary>Sends while messages cannot be written, until that has been done which is to be done meanwhile.</summary>
    private async Task<SendResult> HeldUpAsync(Action meanwhile)
    {
        await using var messages = await PostgresHold.TakeAsync(
            database.Source,
            "LOCK TABLE messages IN ACCESS EXCLUSIVE MODE"
        );
        var sending = _cluster.SendAsync(_planet, Request("first"));
        await messages.IsWaitedForAsync();
        meanwhile();
        await messages.RollbackAsync();
        return await sending;
    }

    private SendRequest Request(string key) => new(_user, key, "text", null, []);
}
