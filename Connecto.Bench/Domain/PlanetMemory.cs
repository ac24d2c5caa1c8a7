using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans;

namespace Connecto.Bench.Domain;

/// <summary>
/// What planets that a web node watches take of the managed heap, in a silo that this process carries: just after they
/// were read, opened and written to, and once they rest.
/// </summary>
internal static class PlanetMemory
{
    private const int Members = 10;
    private const int Messages = 100;
    private const int AtOnce = 16;

    public static async Task<PlanetMemoryResult> MeasureAsync(NpgsqlDataSource source, int planets)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // They rest when they are told to, not before.
        builder.Configuration[$"{PlanetOptions.Section}:{nameof(PlanetOptions.RestAfter)}"] = "01:00:00";
        builder.UseConnectoSilo();
        using var silo = builder.Build();
        await silo.StartAsync();
        var ids = silo.Services.GetRequiredService<SnowflakeGenerator>();
        var grains = silo.Services.GetRequiredService<IGrainFactory>();
        var active = silo.Services.GetRequiredService<ActivePlanets>();
        var node = new SilentNode();
        var observer = grains.CreateObjectReference<IPlanetObserver>(node);
        long NextId() => ids.Next().Value;

        // As many load code and fill pools, and are not counted.
        var first = await MakeAsync(source, NextId, planets);
        await UseAsync(grains, observer, first);
        await EachAsync(first, planet => RestAsync(grains.GetGrain<IPlanetGrain>(planet.Id)));
        var made = await MakeAsync(source, NextId, planets);
        var (before, alreadyActive) = (Heap(), active.Count);
        await UseAsync(grains, observer, made);
        var used = Heap();
        await EachAsync(made, planet => RestAsync(grains.GetGrain<IPlanetGrain>(planet.Id)));
        var rested = Heap();
        if (active.Count - alreadyActive != planets)
        {
            throw new InvalidOperationException($"{active.Count - alreadyActive} planets are active, not {planets}.");
        }
        // What the engine takes for an activation: these have read nothing.
        await EachAsync(made, planet => grains.GetGrain<IPlanetGrain>(-planet.Id).Detach("node"));
        var empty = Heap();
        GC.KeepAlive(node);
        await silo.StopAsync();
        return new PlanetMemoryResult(
            planets,
            (used - before) / planets,
            (rested - before) / planets,
            (empty - rested) / planets
        );
    }

    private static async Task UseAsync(IGrainFactory grains, IPlanetObserver observer, IReadOnlyList<Made> planets) =>
        await EachAsync(
            planets,
            async planet =>
            {
                var grain = grains.GetGrain<IPlanetGrain>(planet.Id);
                await grain.Attach("node", observer);
                await grain.Open(new Snowflake(planet.User), sinceRev: null);
                await grain.Post([new SendRequest(new Snowflake(planet.User), "key", "text", null, [])]);
                await grain.MarkRead(new Snowflake(planet.User + 1), Messages);
            }
        );

    private static async Task RestAsync(IPlanetGrain planet)
    {
        while (!await planet.Rest())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    private static Task EachAsync(IReadOnlyList<Made> planets, Func<Made, Task> act) =>
        Parallel.ForEachAsync(
            planets,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (planet, _) => await act(planet)
        );

    private static long Heap()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>New planets of ten members and a hundred messages; all have the same members.</summary>
    internal static async Task<IReadOnlyList<Made>> MakeAsync(NpgsqlDataSource source, Func<long> nextId, int count)
    {
        // The same few users are in all of them, so that no grains of users are measured.
        var firstUser = nextId() << 4;
        var planets = Enumerable.Range(0, count).Select(_ => nextId()).ToArray();
        await using var batch = source.CreateBatch();
        Add(
            """
            INSERT INTO users (id, email, display_name, created_at)
            SELECT $1 + i, 'memory-' || ($1 + i) || '@example.com', 'member ' || i, now() FROM generate_series(0, $3 - 1) i
            """
        );
        Add(
            """
            INSERT INTO planets (id, kind, name, member_count, head_seq, head_rev, head_at, created_at)
            SELECT id, 1, 'planet', $3, $4, $4 + 1, now(), now() FROM unnest($2) id
            """
        );
        Add(
            """
            INSERT INTO planet_members
                (planet_id, user_id, role, status, joined_at, joined_seq, joined_rev, last_read_seq)
            SELECT id, $1 + i, 0, 0, now(), 0, 1, 0 FROM unnest($2) id, generate_series(0, $3 - 1) i
            """
        );
        Add(
            """
            INSERT INTO messages (planet_id, seq, id, rev, posted_rev, sender_id, created_at, type,
                                  client_message_id, request_hash, text)
            SELECT id, s, id + s, s + 1, s + 1, $1 + s % $3, now(), 0, 'k' || s, decode('00', 'hex'), repeat('text ', 20)
            FROM unnest($2) id, generate_series(1, $4) s
            """
        );
        await batch.ExecuteNonQueryAsync();
        return Array.ConvertAll(planets, id => new Made(id, firstUser));

        void Add(string sql)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in new object[] { firstUser, planets, Members, Messages })
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            }
            batch.BatchCommands.Add(command);
        }
    }

    internal readonly record struct Made(long Id, long User);
}
