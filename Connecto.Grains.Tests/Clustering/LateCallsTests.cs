using Connecto.Tests.Support;
#if ORLEANS_PACKAGES
using Connecto.Errors;
using Connecto.Grains.Tests.Runtime;
using Connecto.Grains.Tests.Runtime.Grains;
using Connecto.Silo.Clustering;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
#endif

namespace Connecto.Grains.Tests.Clustering;

#if ORLEANS_PACKAGES
public sealed class LateCallsTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);

    private readonly List<object?> _stamps = [];
    private string _connectionString = "";
    private ClusterSilo _silo = null!;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateDatabaseAsync();
        _silo = await ClusterSilo.StartAsync(
            _connectionString,
            silo =>
            {
                silo.AddIncomingGrainCallFilter(NoteStampAsync);
                silo.RefuseLateCalls(_limit);
                silo.AddIncomingGrainCallFilter(NoteStampAsync);
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await postgres.DropDatabaseAsync(_connectionString);
    }

    [Fact]
    public async Task A_call_that_was_made_long_ago_is_refused_and_one_that_was_not_is_done()
    {
        var clock = new AdvancingTime();
        var caller = new CallAges(clock);
        var actor = _silo.Grains.GetGrain<IActorGrain>(Scene.New().Name);
        var longAgo = caller.Stamp();
        clock.Advance(_limit + _limit);

        Assert.Equal(3, await AddAsync(caller.Stamp()));
        var refusal = await Assert.ThrowsAsync<ChatException>(() => AddAsync(longAgo));
        Assert.Equal(ErrorCode.Unavailable, refusal.Code);
        Assert.Equal(3, await AddAsync(caller.Stamp()));

        async Task<int> AddAsync(long stamp)
        {
            RequestContext.Set(LateCalls.Key, stamp);
            return await actor.Add(1, 2);
        }
    }

    [Fact]
    public async Task A_client_says_when_it_calls_and_what_a_grain_does_then_is_not_said_to_be_of_that_time()
    {
        using var client = new ClusterClient(_connectionString, client => client.StampCalls());
        await client.StartAsync(TestContext.Current.CancellationToken);
        var actor = client.Grains.GetGrain<IActorGrain>(Scene.New().Name);

        Assert.Equal(3, await actor.Add(1, 2));

        Assert.Equal(2, _stamps.Count);
        Assert.IsType<long>(_stamps[0]);
        Assert.Null(_stamps[1]);
        Assert.Null(RequestContext.Get(LateCalls.Key));
        await client.StopAsync();
    }

    private Task NoteStampAsync(IIncomingGrainCallContext context)
    {
        if (context.MethodName == nameof(IActorGrain.Add))
        {
            _stamps.Add(RequestContext.Get(LateCalls.Key));
        }
        return context.Invoke();
    }
}
#else
public sealed class LateCallsTests
{
    [Fact(Skip = OneProcess.Reason)]
    public void A_call_that_was_made_long_ago_is_refused_and_one_that_was_not_is_done() { }

    [Fact(Skip = OneProcess.Reason)]
    public void A_client_says_when_it_calls_and_what_a_grain_does_then_is_not_said_to_be_of_that_time() { }
}
#endif
