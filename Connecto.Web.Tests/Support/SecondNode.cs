using System.Collections.Immutable;
using Connecto.Admin;
using Connecto.Caching;
using Connecto.Ids;
using Connecto.Storage;
using Connecto.Storage.Replicas;
using Connecto.Travels;
using Connecto.Users;
using Connecto.Web.Caching;
using Connecto.Web.Tests.Chat;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans;

namespace Connecto.Web.Tests.Support;

/// <summary>
/// Another web node of a server's cluster, as far as reading goes: pools, a watch of the replica, a cache, and the knowledge of
/// who has written, all of its own. It hears of changes as every node does.
/// </summary>
internal sealed class SecondNode : IAsyncDisposable
{
    private readonly ChangeFeed _feed = new(TimeProvider.System);
    private readonly Databases _databases;
    private readonly ReplicaWatch _watch;
    private readonly NodeCache _cache;

    // The runtime holds it weakly.
    private readonly CacheObserver _observer;

    private SecondNode(IServiceProvider services)
    {
        var options = services.GetRequiredService<StorageOptions>();
        var (ids, changes) = (
            services.GetRequiredService<SnowflakeGenerator>(),
            services.GetRequiredService<ChangeTeller>()
        );
        _databases = new Databases(options);
        _watch = new ReplicaWatch(options, _databases, TimeProvider.System);
        _cache = new NodeCache(Options.Create(new CachingOptions()), _feed, TimeProvider.System);
        _observer = new CacheObserver(_feed, _cache, _databases.Writers);
        Lists = new TravelLists(_databases);
        Users = new ProfileStore(_databases, changes, ids, TimeProvider.System);
        Audit = new AuditLog(_databases, ids, TimeProvider.System);
        Accounts = new AccountStore(_databases, Audit, changes, TimeProvider.System);
        Travels = new CachedTravels(_cache, Lists);
        Profiles = new CachedProfiles(_cache, Users);
    }

    public TravelLists Lists { get; }

    public ProfileStore Users { get; }

    public AuditLog Audit { get; }

    public AccountStore Accounts { get; }

    public CachedTravels Travels { get; }

    public CachedProfiles Profiles { get; }

    /// <summary>Kinds that it was asked for, and what its cache had of them.</summary>
    public ImmutableArray<CacheFigures> Figures => _cache.Figures;

    public static async Task<SecondNode> StartAsync(ChatServer server)
    {
        var node = new SecondNode(server.Services);
        await node._watch.StartAsync(CancellationToken.None);
        var reference = server.Grains.CreateObjectReference<ICacheObserver>(node._observer);
        var askedAt = TimeProvider.System.GetTimestamp();
        var register = server.Grains.GetGrain<ICacheGrain>(0);
        node._feed.Confirmed(await register.Attach($"{Guid.NewGuid():N}", reference), askedAt);
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.StopAsync(CancellationToken.None);
        _watch.Dispose();
        _cache.Dispose();
        await _databases.DisposeAsync();
        GC.KeepAlive(_observer);
    }
}
