using Connecto.Ids;
using Connecto.Planets;
using Connecto.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Connecto.Tests.Support;

/// <summary>The stores and writers of one process on a database of the test's.</summary>
public sealed class StorageRig : IAsyncDisposable
{
    private StorageRig(StorageOptions options, TimeProvider time)
    {
        Time = time;
        Databases = new Databases(options);
        Ids = new SnowflakeGenerator(Databases, time, NullLogger<SnowflakeGenerator>.Instance);
        Planets = new PlanetStore(Databases, Ids);
        Messages = new MessageStore(Databases);
        Events = new EventStore(Databases);
        Writer = new MessageWriter(options, Databases, NullLogger<MessageWriter>.Instance);
        Counters = new CounterWriter(options, Databases, time, NullLogger<CounterWriter>.Instance);
    }

    public TimeProvider Time { get; }

    public Databases Databases { get; }

    public SnowflakeGenerator Ids { get; }

    public PlanetStore Planets { get; }

    public MessageStore Messages { get; }

    public EventStore Events { get; }

    public MessageWriter Writer { get; }

    public CounterWriter Counters { get; }

    public static async Task<StorageRig> OpenAsync(
        string connectionString,
        Func<StorageOptions, StorageOptions>? change = null,
        TimeProvider? time = null
    )
    {
        var options = new StorageOptions
        {
            Postgres = connectionString,
            PostgresReadOnly = connectionString,
            MinConnections = 0,
            SilentAfter = TimeSpan.FromSeconds(30),
        };
        var rig = new StorageRig(change?.Invoke(options) ?? options, time ?? TimeProvider.System);
        await rig.Ids.StartAsync();
        return rig;
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await Counters.DisposeAsync();
        await Ids.DisposeAsync();
        await Databases.DisposeAsync();
    }

    public async Task<Snowflake> UserAsync(string name = "Mina")
    {
        var id = Ids.Next();
        await using var command = Databases.Primary.CreateCommand(
            "INSERT INTO users (id, display_name, created_at) VALUES ($1, $2, now())"
        );
        command.Parameters.Add(new NpgsqlParameter { Value = id.Value });
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        await command.ExecuteNonQueryAsync();
        return id;
    }

    /// <summary>A new planet of a new owner, claimed.</summary>
    public async Task<PlanetScript> PlanetAsync(params Snowflake[] others)
    {
        var owner = await UserAsync();
        var planet = await Planets.CreateAsync(
            PlanetKind.Group,
            travelId: null,
            "Jeju",
            owner,
            others,
            new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero)
        );
        return await ClaimAsync(planet.Id, owner);
    }

    /// <summary>So many planets, each claimed.</summary>
    public Task<PlanetScript[]> PlanetsAsync(int count) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => PlanetAsync()));

    public async Task<PlanetScript> ClaimAsync(Snowflake planetId, Snowflake owner)
    {
        var claimed = await Planets.ClaimAsync(planetId);
        Assert.NotNull(claimed);
        return new PlanetScript(claimed, owner, Ids);
    }

    /// <summary>The planet's committed head, without claiming it.</summary>
    public async Task<(long Seq, long Rev)> HeadAsync(Snowflake planetId)
    {
        await using var command = Databases.Primary.CreateCommand(
            $"SELECT head_seq, head_rev FROM planets WHERE id = {planetId}"
        );
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>Writes a batch that must commit.</summary>
    public async Task WriteAsync(PlanetBatch batch) =>
        Assert.Equal(new BatchOutcome.Committed(), await Writer.WriteAsync(batch));

    /// <summary>Hands in batches while the writer's only lane is held up, so that they wait together.</summary>
    public Task<BatchOutcome[]> TogetherAsync(params PlanetBatch[] batches) =>
        TogetherAsync(Array.ConvertAll(batches, batch => (batch, new TaskCompletionSource())));

    /// <summary>The same, with who is to be told while PostgreSQL does not answer.</summary>
    public async Task<BatchOutcome[]> TogetherAsync(params (PlanetBatch Batch, TaskCompletionSource Silent)[] batches)
    {
        var hold = await PlanetAsync();
        await using var locked = await PostgresHold.TakeAsync(
            Databases.Primary,
            $"SELECT FROM planets WHERE id = {hold.Id} FOR UPDATE"
        );
        var held = Writer.WriteAsync(hold.Send("hold"));
        await Eventually.TrueAsync(() => Writer.Queued == 0);
        var writes = batches.Select(given => Writer.WriteAsync(given.Batch, given.Silent)).ToArray();
        await locked.RollbackAsync();
        await held;
        return await Task.WhenAll(writes);
    }

    /// <summary>The planet holds exactly so many messages, and neither seq nor rev has a hole.</summary>
    public async Task AssertDenseAsync(Snowflake planetId, int messages)
    {
        var stored = await Messages.RangeAsync(planetId, 1, long.MaxValue, asOf: 0);
        Assert.Equal(Enumerable.Range(1, messages).Select(seq => (long)seq), stored.Select(message => message.Seq));
        var events = await Events.AfterAsync(planetId, 0, 10_000);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(rev => (long)rev), events.Select(row => row.Rev));
        Assert.Equal((messages, events.Count), await HeadAsync(planetId));
    }
}
