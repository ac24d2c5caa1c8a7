using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Tests.Support;

namespace Connecto.Tests.Model;

/// <summary>
/// A web node that watches the planet for all devices: takes frames in order, and fetches what it missed when the planet
/// has a new activation.
/// </summary>
internal sealed class WatchingNode(PlanetCluster cluster, IPlanetGrain planet, IReadOnlyList<Device> devices)
{
    private readonly Watcher _watcher = new();
    private IPlanetObserver? _observer;
    private long _epoch;
    private long _rev;
    private long _tick;

    /// <summary>
    /// Attaches to the present activation and asks for what came before. <paramref name="tick"/> asks for the tick up to
    /// which counters were told: what is told from then on comes to this node.
    /// </summary>
    public async Task AttachAsync(Func<Task<long>> tick)
    {
        _observer ??= cluster.Grains.CreateObjectReference<IPlanetObserver>(_watcher);
        var (lease, _) = await PlanetCluster.RetriedAsync(() => planet.Attach("node", _observer));
        _epoch = lease.Epoch;
        _tick = await tick();
        if (_rev == 0)
        {
            _rev = lease.HeadRev;
            return;
        }
        Take(await planet.Gap(_rev) ?? throw new Difference($"no gap after rev {_rev} is told"));
    }

    /// <summary>Renews its lease, which must be of the activation that it knows.</summary>
    public async Task RenewAsync(Snowflake id)
    {
        var leases = await cluster.RenewAsync("node", id);
        Difference.Require("the epoch of a lease", _epoch, leases.SingleOrDefault()?.Epoch ?? 0);
    }

    /// <summary>Takes frames until events up to <paramref name="rev"/> and counters up to <paramref name="tick"/> are there.</summary>
    public async Task ReachAsync(long rev, long tick)
    {
        while (_rev < rev || _tick < tick)
        {
            try
            {
                Take(await _watcher.NextAsync());
            }
            catch (OperationCanceledException)
            {
                throw new Difference($"frames up to rev {rev} and tick {tick} do not come, only {_rev} and {_tick}");
            }
        }
    }

    private void Take(PlanetFrame frame)
    {
        if (frame.Epoch < _epoch)
        {
            return;
        }
        if (!frame.Events.IsEmpty && frame.FromRev > _rev)
        {
            throw new Difference($"a frame from rev {frame.FromRev} leaves a hole after {_rev}");
        }
        _rev = Math.Max(_rev, frame.FromRev + frame.Events.Length);
        _tick = frame.Counters.IsEmpty ? _tick : Math.Max(_tick, frame.Counters[^1].Tick);
        foreach (var device in devices)
        {
            device.Take(frame);
        }
    }
}
