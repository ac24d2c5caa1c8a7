using System.Diagnostics;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans;

namespace Connecto.Bench.Domain;

/// <summary>Planets of many members in a silo that this process carries.</summary>
internal sealed class LargePlanets : IAsyncDisposable
{
    private const int Planets = 9;
    private const int ReadRounds = 9;

    private readonly IHost _silo;
    private readonly NpgsqlDataSource _source;

    private LargePlanets(IHost silo, NpgsqlDataSource source) => (_silo, _source) = (silo, source);

    private SnowflakeGenerator Ids => _silo.Services.GetRequiredService<SnowflakeGenerator>();

    public static async Task<LargePlanets> StartAsync(NpgsqlDataSource source)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.UseConnectoSilo();
        var silo = builder.Build();
        await silo.StartAsync();
        return new LargePlanets(silo, source);
    }

    /// <summary>Activates planets of that size one after the other, each for the first time.</summary>
    public async Task<LargePlanetResult> MeasureAsync(int members, int messages)
    {
        var grains = _silo.Services.GetRequiredService<IGrainFactory>();
        var planets = new List<(Snowflake Planet, long FirstUser)>();
        for (var i = 0; i < Planets; i++)
        {
            planets.Add(await MakeAsync(members, messages));
        }
        await using (var analyze = _source.CreateCommand("ANALYZE planet_members, messages, users"))
        {
            await analyze.ExecuteNonQueryAsync();
        }

        var activations = new List<double>();
        foreach (var (planet, user) in planets)
        {
            var started = Stopwatch.GetTimestamp();
            await grains.GetGrain<IPlanetGrain>(planet.Value).Get(new Snowflake(user));
            activations.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        var reads = new List<double>();
        foreach (var (planet, user) in planets.Take(ReadRounds))
        {
            reads.Add(await ReadAsync(grains.GetGrain<IPlanetGrain>(planet.Value), user, members, messages));
        }
        return new LargePlanetResult(members, messages, Median.Of(activations), activations.Max(), Median.Of(reads));
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.StopAsync();
        _silo.Dispose();
    }

    // The same hundred members read on, message by message, whatever the planet's size.
    private static async Task<double> ReadAsync(IPlanetGrain planet, long firstUser, int members, int messages)
    {
        const int Readers = 100;
        const int Steps = 20;
        var step = members / Readers;
        var started = Stopwatch.GetTimestamp();
        for (var seq = messages - Steps + 1; seq <= messages; seq++)
        {
            for (var reader = 0; reader < Readers; reader++)
            {
                await planet.MarkRead(new Snowflake(firstUser + (reader * step)), seq);
            }
        }
        return Stopwatch.GetElapsedTime(started).TotalMicroseconds / (Readers * Steps);
    }

    private async Task<(Snowflake Planet, long FirstUser)> MakeAsync(int members, int messages)
    {
        var (planet, firstUser) = (Ids.Next(), Ids.Next().Value << 4);
        await using var batch = _source.CreateBatch();
        Add(
            """
            INSERT INTO users (id, email, display_name, created_at)
            SELECT $2 + i, 'domain-' || ($2 + i) || '@example.com', 'member ' || i, now()
            FROM generate_series(0, $3 - 1) i
            """
        );
        Add(
            """
            INSERT INTO planets (id, kind, name, member_count, head_seq, head_rev, head_at, created_at)
            VALUES ($1, 1, 'large', $3, $4, $4 + 1, now(), now())
            """
        );
        Add(
            """
            INSERT INTO planet_members
                (planet_id, user_id, role, status, joined_at, joined_seq, joined_rev, last_read_seq)
            SELECT $1, $2 + i, 0, 0, now(), 0, 1, 0 FROM generate_series(0, $3 - 1) i
            """
        );
        Add(
            """
            INSERT INTO messages (planet_id, seq, id, rev, posted_rev, sender_id, created_at, type,
                                  client_message_id, request_hash, text)
            SELECT $1, s, $1 + s, s + 1, s + 1, $2 + s % $3, now(), 0, 'k' || s, decode('00', 'hex'), repeat('text ', 20)
            FROM generate_series(1, $4) s
            """
        );
        await batch.ExecuteNonQueryAsync();
        return (planet, firstUser);

        void Add(string sql)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in new object[] { planet.Value, firstUser, members, messages })
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            }
            batch.BatchCommands.Add(command);
        }
    }
}
