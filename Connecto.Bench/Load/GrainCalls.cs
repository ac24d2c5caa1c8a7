using System.Diagnostics;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Silo;
using Connecto.Storage;
using Connecto.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Connecto.Bench.Load;

/// <summary>Calls straight into planets' grains, in a silo that this process carries, without sockets.</summary>
internal sealed class GrainCalls : IAsyncDisposable
{
    private static readonly string Filler = new('x', 64);

    private readonly IHost _silo;
    private readonly IReadOnlyList<(Snowflake User, Snowflake Planet)> _members;
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private volatile bool _ending;

    private IGrainFactory Grains => _silo.Services.GetRequiredService<IGrainFactory>();

    private PlanetSenders Senders => _silo.Services.GetRequiredService<PlanetSenders>();

    private GrainCalls(IHost silo, IReadOnlyList<(Snowflake User, Snowflake Planet)> members) =>
        (_silo, _members) = (silo, members);

    /// <summary>Starts a silo on the PostgreSQL that the environment names, with planets of two.</summary>
    public static async Task<GrainCalls> StartAsync(int planets)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.UseConnectoSilo();
        var silo = builder.Build();
        await silo.StartAsync();
        return new GrainCalls(silo, await MakeMembersAsync(silo.Services, planets));
    }

    /// <summary>Every user keeps <paramref name="each"/> posts under way; an answer means durable, as over sockets.</summary>
    public Task<GrainResult> PostAsync(int each, TimeSpan warmup, TimeSpan time) =>
        MeasureAsync(
            "posts",
            each,
            warmup,
            time,
            (planet, user, name) =>
                Senders.SendAsync(planet, new SendRequest(user, $"{_run}-{name}", $"{name} {Filler}", null, []))
        );

    /// <summary>Every user keeps <paramref name="each"/> reads of its planet under way, which touch memory only.</summary>
    public Task<GrainResult> GetAsync(int each, TimeSpan warmup, TimeSpan time) =>
        MeasureAsync(
            "reads of the planet",
            each,
            warmup,
            time,
            (planet, user, _) => Grains.GetGrain<IPlanetGrain>(planet.Value).Get(user)
        );

    public async ValueTask DisposeAsync()
    {
        await _silo.StopAsync();
        _silo.Dispose();
    }

    private async Task<GrainResult> MeasureAsync(
        string name,
        int each,
        TimeSpan warmup,
        TimeSpan time,
        Func<Snowflake, Snowflake, string, Task> call
    )
    {
        var meter = new LoadMeter();
        _ending = false;
        var callers = Enumerable
            .Range(0, _members.Count * each)
            .Select(caller => Task.Run(() => CallAsync(caller, meter, call)))
            .ToList();
        await Task.Delay(warmup);
        meter.Clear();
        var (cpu, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        await Task.Delay(time);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var calls = meter.AcknowledgedCount;
        var result = new GrainResult(
            name,
            callers.Count,
            calls / seconds,
            Latency.Of(meter.Sends),
            (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / Math.Max(1, calls),
            meter.FailedCount,
            meter.FirstFailure
        );
        _ending = true;
        await Task.WhenAll(callers);
        return result;
    }

    private async Task CallAsync(int caller, LoadMeter meter, Func<Snowflake, Snowflake, string, Task> call)
    {
        var (user, planet) = _members[caller % _members.Count];
        for (var number = 0; !_ending; number++)
        {
            // Callers that are answered without waiting take turns with the others.
            await Task.Yield();
            var started = Stopwatch.GetTimestamp();
            try
            {
                await call(planet, user, $"{caller}-{number}");
                meter.Acknowledged(Stopwatch.GetTimestamp() - started);
            }
            catch (Exception failure)
            {
                meter.Failed(failure.Message);
            }
        }
    }

    private static async Task<IReadOnlyList<(Snowflake User, Snowflake Planet)>> MakeMembersAsync(
        IServiceProvider services,
        int planets
    )
    {
        var ids = services.GetRequiredService<SnowflakeGenerator>();
        var users = Enumerable.Range(0, planets * 2).Select(_ => ids.Next()).ToList();
        await services
            .GetRequiredService<AccountStore>()
            .CreateAsync(
                [.. users.Select(id => new NewAccount(id, $"load-{id}@example.com", $"load {id}", null))],
                act: null,
                default
            );
        var (store, grains) = (
            services.GetRequiredService<PlanetStore>(),
            services.GetRequiredService<IGrainFactory>()
        );
        var members = new List<(Snowflake, Snowflake)>();
        foreach (var pair in users.Chunk(2))
        {
            var now = TimeProvider.System.GetUtcNow();
            var planet = await store.CreateAsync(PlanetKind.Group, null, "load", pair[0], [pair[1]], now);
            members.AddRange(pair.Select(user => (user, planet.Id)));
        }

        return members;
    }
}
