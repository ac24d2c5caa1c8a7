using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Planets;
using Orleans;

namespace Connecto.Bench.Cluster;

/// <summary>A web node without anybody, which attaches to planets again where their activations end, as web nodes do.</summary>
internal sealed class FollowingNode : IPlanetObserver
{
    private const string Name = "bench";
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(10);

    private readonly IGrainFactory _grains;
    private readonly IPlanetObserver _self;
    private readonly ConcurrentDictionary<long, string> _silos = new();
    private readonly ConcurrentBag<double> _away = [];

    public FollowingNode(IGrainFactory grains)
    {
        _grains = grains;
        _self = grains.CreateObjectReference<IPlanetObserver>(this);
    }

    /// <summary>Milliseconds from an activation's end until its successor was attached to, for each that ended.</summary>
    public IReadOnlyCollection<double> Away => _away;

    /// <summary>Attachments that failed and were tried again.</summary>
    public int Failures { get; private set; }

    /// <summary>Planets on each silo.</summary>
    public IReadOnlyDictionary<string, int> Shares =>
        _silos.Values.GroupBy(silo => silo).ToDictionary(silo => silo.Key, silo => silo.Count());

    public async Task AttachAsync(long planet)
    {
        while (true)
        {
            try
            {
                _silos[planet] = (await _grains.GetGrain<IPlanetGrain>(planet).Attach(Name, _self)).Silo;
                return;
            }
            catch (Exception)
            {
                Failures++;
                await Task.Delay(Again);
            }
        }
    }

    public Task Deliver(PlanetFrame frame) => Task.CompletedTask;

    public Task Typing(Snowflake planetId, ImmutableArray<Snowflake> userIds) => Task.CompletedTask;

    public Task Ended(Snowflake planetId, long epoch)
    {
        _ = FollowAsync(planetId.Value);
        return Task.CompletedTask;
    }

    private async Task FollowAsync(long planet)
    {
        var since = Stopwatch.GetTimestamp();
        await AttachAsync(planet);
        _away.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
    }
}
