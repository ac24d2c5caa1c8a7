using System.Globalization;
using Connecto.Caching;
using Connecto.Ids;
using Connecto.Storage.Replicas;
using Connecto.Tests.Support;
using Connecto.Web.Caching;
using Connecto.Web.Chat;
using Connecto.Web.Tests.Api;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans;

namespace Connecto.Web.Tests.Caching;

/// <summary>Two web nodes of one cluster: the server's own, and one that has only its cache.</summary>
public sealed class CacheClusterTests(RestServer server, PostgresFixture postgres) : IClassFixture<RestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_on_one_node_is_given_up_on_the_other_before_its_caller_is_answered()
    {
        using var other = new OtherNode(server.Server.Grains);
        await other.AttachAsync();
        var user = await server.RegisterAsync();
        var tag = $"user:{user.Id}";
        var (value, kept) = (await other.ReadAsync(tag), await other.ReadAsync("else"));
        Assert.Same(value, await other.ReadAsync(tag));

        Assert.Equal(200, (await user.Rest.PatchAsync("me", new { displayName = "After" })).Status);

        Assert.NotSame(value, await other.ReadAsync(tag));
        Assert.Same(kept, await other.ReadAsync("else"));
        Assert.True(
            other.Writers.LastWrite(new Snowflake(long.Parse(user.Id, CultureInfo.InvariantCulture))) > long.MinValue
        );
    }

    [Fact]
    public async Task Who_joins_and_leaves_a_travel_has_its_members_given_up()
    {
        using var other = new OtherNode(server.Server.Grains);
        await other.AttachAsync();
        var (_, travel) = await server.TravelAsync();
        var tag = $"travel:{travel}:members";
        var alone = await other.ReadAsync(tag);

        var user = await server.JoinTravelAsync(travel);
        var both = await other.ReadAsync(tag);
        Assert.NotSame(alone, both);
        await user.Rest.PostAsync($"travels/{travel}/leave");

        Assert.NotSame(both, await other.ReadAsync(tag));
    }

    [Fact]
    public async Task A_node_that_did_not_take_a_change_finds_out_when_it_attaches_again()
    {
        using var other = new OtherNode(server.Server.Grains);
        await other.AttachAsync();
        var value = await other.ReadAsync("key");
        other.Fails = true;
        await TellAsync("key");
        Assert.Same(value, await other.ReadAsync("key"));
        other.Fails = false;

        await other.AttachAsync();

        var next = await other.ReadAsync("key");
        Assert.NotSame(value, next);
        await TellAsync("key");
        Assert.NotSame(next, await other.ReadAsync("key"));
    }

    [Fact]
    public async Task A_node_that_hangs_holds_up_nobody_for_long_and_is_not_waited_for_again()
    {
        using var other = new OtherNode(server.Server.Grains);
        await other.AttachAsync();
        var hangs = new TaskCompletionSource();
        other.Hangs = hangs.Task;

        await TellAsync("key");
        await TellAsync("key");

        Assert.Equal(1, other.Calls);
        hangs.SetResult();
    }

    [Fact]
    public async Task Changes_that_come_while_a_node_is_busy_are_told_together_and_in_order()
    {
        using var other = new OtherNode(server.Server.Grains);
        await other.AttachAsync();
        var kept = await other.ReadAsync("else");

        await Task.WhenAll(Enumerable.Range(0, 200).Select(one => TellAsync($"key {one}")));

        Assert.InRange(other.Calls, 1, 200);
        Assert.Same(kept, await other.ReadAsync("else"));
    }

    [Fact]
    public async Task What_caches_did_is_summed_over_nodes()
    {
        // Where no node of another test is counted, or is not any more.
        await using var own = new RestServer(postgres);
        await own.InitializeAsync();
        using var other = new OtherNode(own.Server.Grains);
        await other.AttachAsync();
        await own.Server.Services.GetRequiredService<ChangeFeed>().Attached;
        var admin = await own.AdminAsync();
        Assert.Equal((0, 0), await ListsAsync(admin));

        await other.ReadAsync("key");
        await other.ReadAsync("key");
        var (owner, travel) = await own.TravelAsync();
        await owner.Rest.GetAsync($"travels/{travel}/members");

        Assert.Equal((1, 2), await ListsAsync(admin));
    }

    private Task TellAsync(string tag) =>
        server.Server.Services.GetRequiredService<ChangeTeller>().TellAsync(userId: null, tag);

    private static async Task<(long Hits, long Misses)> ListsAsync(RestUser admin)
    {
        var caches = (await admin.Rest.GetAsync("admin/queries"))["caches"].EnumerateArray();
        var lists = caches.Single(kind => kind.GetProperty("kind").GetString() == "lists");
        return (lists.GetProperty("hits").GetInt64(), lists.GetProperty("misses").GetInt64());
    }

    private sealed class OtherNode : ICacheObserver, IDisposable
    {
        private readonly string _name = Guid.NewGuid().ToString("N");
        private readonly ChangeFeed _feed = new(TimeProvider.System);
        private readonly IGrainFactory _grains;
        private readonly ICacheObserver _reference;
        private readonly NodeCache _cache;
        private readonly CacheObserver _observer;

        public OtherNode(IGrainFactory grains)
        {
            _grains = grains;
            _cache = new NodeCache(Options.Create(new CachingOptions()), _feed, TimeProvider.System);
            _observer = new CacheObserver(_feed, _cache, Writers);
            _reference = grains.CreateObjectReference<ICacheObserver>(this);
        }

        public bool Fails { get; set; }

        public Task Hangs { get; set; } = Task.CompletedTask;

        public int Calls { get; private set; }

        public RecentWriters Writers { get; } = new(hasReplica: true, TimeProvider.System);

        public async Task AttachAsync()
        {
            var askedAt = TimeProvider.System.GetTimestamp();
            _feed.Confirmed(await _grains.GetGrain<ICacheGrain>(0).Attach(_name, _reference), askedAt);
        }

        public Task<object> ReadAsync(string tag) =>
            _cache.GetOrCreateAsync(
                CacheKind.Lists,
                tag,
                () => Task.FromResult(new Cached<object>(new object(), [tag])),
                Cancellation
            );

        public async Task Changed(CacheChanges changes)
        {
            Calls++;
            await Hangs;
            if (Fails)
            {
                throw new TimeoutException();
            }
            await _observer.Changed(changes);
        }

        public Task<System.Collections.Immutable.ImmutableArray<CacheFigures>> Figures() => _observer.Figures();

        public void Dispose() => _cache.Dispose();
    }
}
