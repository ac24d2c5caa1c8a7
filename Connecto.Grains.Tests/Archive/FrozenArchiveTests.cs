using Connecto.Archive;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Archive;

/// <summary>A PostgreSQL that stands still while a planet has its messages taken out.</summary>
public sealed class FrozenArchiveTests : IAsyncLifetime
{
    private const string Hold = "SELECT pg_advisory_xact_lock(7)";

    private PostgresServer _server = null!;
    private NpgsqlDataSource _database = null!;
    private ArchiveScene _scene = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _database = NpgsqlDataSource.Create(_server.ConnectionString);
        _scene = await ArchiveScene.OpenAsync(_server.ConnectionString, _database);
        await _scene.SqlAsync(
            """
            CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM pg_advisory_xact_lock_shared(7);
                RETURN NULL;
            END
            $$
            """
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _scene.DisposeAsync();
        await _database.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("TRIGGER held AFTER DELETE ON message_edits FOR EACH STATEMENT")]
    [InlineData(
        "CONSTRAINT TRIGGER held AFTER UPDATE OF floor_seq ON planets DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
    )]
    public async Task The_planet_gives_up_waiting_and_nothing_is_lost_or_doubled(string trigger)
    {
        var ann = (await AddUsersAsync(_database, 1))[0];
        var planet = await _scene.PlanetAsync(ann);
        var all = await _scene.SeqsEverywhereAsync(planet);
        var archive = await WriteAsync(planet);
        // Where it waits when PostgreSQL stops: at a statement, or at the commit.
        await _scene.SqlAsync($"CREATE {trigger} EXECUTE FUNCTION hold()");
        await using (var hold = await PostgresHold.TakeAsync(_database, Hold))
        {
            var taking = planet.Archive(archive);
            await hold.IsWaitedForAsync();
            _server.Freeze();
            try
            {
                var refusal = await Assert.ThrowsAsync<ChatException>(() => taking);
                Assert.Equal(ErrorCode.Unavailable, refusal.Code);
            }
            finally
            {
                _server.Thaw();
            }
        }

        Assert.Equal(all.Length + 1, (await _scene.Cluster.SendAsync(planet, Message(ann, "on"))).Seq);
        all = [.. all, all.Length + 1];
        Assert.Equal(all, await _scene.SeqsEverywhereAsync(planet));
        Assert.False((await _scene.RoundAsync()).Failed);
        Assert.Equal(all, await _scene.SeqsEverywhereAsync(planet));
        Assert.Equal(MessageArchive.Kept + 1, (await _scene.ContentAsync(planet)).Length);
    }

    /// <summary>Has the planet's first archive written and verified, as a round does.</summary>
    private async Task<Snowflake> WriteAsync(IPlanetGrain planet)
    {
        var messages = _scene.Cluster.Services.GetRequiredService<MessageArchive>();
        messages.Patience = TimeSpan.FromSeconds(3);
        await using var lease = await _scene.TakeAsync();
        var (id, until) = (new Snowflake(planet.GetPrimaryKeyLong()), TimeProvider.System.GetUtcNow().AddDays(-30));
        var archive = (await messages.NextAsync(new Snowflake(1), id, until, Cancellation))!;
        await _scene.Archives.AddAsync(archive, lease!.Epoch, Cancellation);
        var manifest = await messages.WriteAsync(_scene.Files, archive, Cancellation);
        await _scene.Archives.VerifiedAsync(archive.Id, manifest, lease.Epoch, Cancellation);
        return archive.Id;
    }
}
