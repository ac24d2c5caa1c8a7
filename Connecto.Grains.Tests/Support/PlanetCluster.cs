using System.Collections.Immutable;
using Connecto.Delivery;
using Connecto.Diagnostics;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Connecto.Tests.Support;

/// <summary>A cluster of one silo with Connecto's grains over a given database.</summary>
public sealed class PlanetCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private PlanetCluster(InProcessTestCluster cluster)
    {
        _cluster = cluster;
        Senders = new PlanetSenders(cluster.Client, TimeProvider.System);
    }

    public IGrainFactory Grains => _cluster.Client;

    /// <summary>Carries what <see cref="SendAsync"/> sends.</summary>
    public PlanetSenders Senders { get; }

    /// <summary>The services of the silo that was started last.</summary>
    public IServiceProvider Services => _cluster.Silos[^1].ServiceProvider;

    /// <param name="settings">Names and values of configuration.</param>
    public static async Task<PlanetCluster> StartAsync(
        string connectionString,
        params IReadOnlyList<KeyValuePair<string, string?>> settings
    )
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSiloHost(
            (_, host) =>
            {
                host.Configuration.AddInMemoryCollection([
                    new("ConnectionStrings:Postgres", connectionString),
                    // A busy machine is not what most tests are about.
                    new("Storage:SilentAfterSeconds", "30"),
                ]);
                host.Configuration.AddInMemoryCollection(settings);
                host.Services.AddConnectoGrains(host.Configuration);
            }
        );
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new PlanetCluster(cluster);
    }

    public IPlanetGrain Planet(Snowflake id) => Grains.GetGrain<IPlanetGrain>(id.Value);

    /// <summary>A new group of the given users, the first its owner.</summary>
    public async Task<IPlanetGrain> CreateAsync(params Snowflake[] users)
    {
        var planets = Services.GetRequiredService<PlanetStore>();
        var now = TimeProvider.System.GetUtcNow();
        var row = await planets.CreateAsync(PlanetKind.Group, null, "planet", users[0], users[1..], now);
        return Planet(row.Id);
    }

    /// <summary>Sends as a web node does: in the order of the calls.</summary>
    public Task<SendResult> SendAsync(IPlanetGrain planet, SendRequest request) =>
        Senders.SendAsync(new Snowflake(planet.GetPrimaryKeyLong()), request);

    /// <summary>Renews planets for a node, as web nodes do every few seconds, with the silo that was started last.</summary>
    public Task<ImmutableArray<PlanetLease>> RenewAsync(string node, params ImmutableArray<Snowflake> planets) =>
        Services.GetRequiredService<SiloLeases>().Renew(node, new SilentNode(), planets);

    /// <summary>Ends the silo as a crash would: nothing is deactivated or flushed.</summary>
    public async Task KillAsync()
    {
        try
        {
            await _cluster.KillSiloAsync(_cluster.Silos[^1]);
        }
        catch (OperationCanceledException)
        {
            // A host that is not given the time to stop says so.
        }
    }

    /// <summary>Ends the silo as a crash would, and starts another one.</summary>
    public async Task ReplaceAsync()
    {
        await KillAsync();
        await _cluster.StartAdditionalSiloAsync();
        // A client finds out by trying that its silo is gone, and where the other one is.
        await Eventually.TrueAsync(IsReachedAsync);
    }

    private async Task<bool> IsReachedAsync()
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(key => Grains.GetGrain<IPulseGrain>(key).Beat()));
            return true;
        }
        catch (OrleansException)
        {
            return false;
        }
    }

    /// <summary>Ends the planet's activation as idleness would; what waits is flushed.</summary>
    public Task DeactivateAsync(IPlanetGrain planet) => _cluster.DeactivateAsync(planet);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    /// <summary>Rows of users that planets can have as members.</summary>
    public static async Task<Snowflake[]> AddUsersAsync(NpgsqlDataSource database, int count)
    {
        var ids = Enumerable.Range(0, count).Select(_ => new Snowflake(Random.Shared.NextInt64(1, 1L << 40))).ToArray();
        await using var command = database.CreateCommand(
            """
            INSERT INTO users (id, email, display_name, created_at)
            SELECT id, id || '@example.com', 'user ' || id, now() FROM unnest($1) id
            """
        );
        command.Parameters.AddWithValue(ids.Select(id => id.Value).ToArray());
        await command.ExecuteNonQueryAsync();
        return ids;
    }

    /// <summary>What a client does with <c>unavailable</c>: the same request again.</summary>
    public static async Task<T> RetriedAsync<T>(Func<Task<T>> call, Action? refused = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                return await call();
            }
            catch (ChatException refusal) when (refusal.Code == ErrorCode.Unavailable)
            {
                refused?.Invoke();
                patience.Token.ThrowIfCancellationRequested();
                await Task.Delay(TimeSpan.FromMilliseconds(5));
            }
        }
    }

    /// <summary>The refusal that the call must end with.</summary>
    public static async Task<ChatException> Refused(ErrorCode code, Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<ChatException>(call);
        Assert.Equal(code, refusal.Code);
        return refusal;
    }

    public static SendRequest Message(Snowflake sender, string key, string text = "hello", long? replyToSeq = null) =>
        new(sender, key, text, replyToSeq, ImmutableArray<Snowflake>.Empty);
}
