using System.Collections.Immutable;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Users;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Placement;

namespace Connecto.Admin;

/// <summary>Keeps the newest report of each silo and web node until it is too old.</summary>
// It is one, so that nothing is won where it moves, and its reports would be gone until they come anew.
[Immovable]
internal sealed class ClusterGrain(TimeProvider time, ILogger<ClusterGrain> logger) : Grain, IClusterGrain
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, (SiloReport Report, ISiloLeases Leases, DateTimeOffset At)> _silos = [];
    private readonly Dictionary<string, (WebNodeReport Report, INodeObserver Observer, DateTimeOffset At)> _nodes = [];

    /// <summary>Reports that are held, also those that are too old to be shown.</summary>
    internal int Held => _silos.Count + _nodes.Count;

    public Task Report(SiloReport report, ISiloLeases leases)
    {
        ForgetOld();
        _silos[report.Address] = (report, leases, time.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<SiloContact>> Attach(WebNodeReport report, INodeObserver observer)
    {
        ForgetOld();
        _nodes[report.Id] = (report, observer, time.GetUtcNow());
        return Task.FromResult(_silos.Select(silo => new SiloContact(silo.Key, silo.Value.Leases)).ToImmutableArray());
    }

    public Task<ClusterView> View()
    {
        ForgetOld();
        return Task.FromResult(
            new ClusterView(
                [.. _silos.Values.Select(silo => silo.Report).OrderBy(report => report.StartedAt)],
                [.. _nodes.Values.Select(node => node.Report).OrderBy(report => report.StartedAt)]
            )
        );
    }

    public Task TellAll(Notification notification)
    {
        ForgetOld();
        foreach (var (report, observer, _) in _nodes.Values)
        {
            _ = TellAsync(report.Id, observer, notification);
        }
        return Task.CompletedTask;
    }

    public async Task<ImmutableArray<ProcessQueries>> Queries()
    {
        ForgetOld();
        var silos = _silos.Select(silo => AskAsync(silo.Key, silo.Value.Leases.Queries));
        var nodes = _nodes.Select(node => AskAsync(node.Key, node.Value.Observer.Queries));
        var answers = await Task.WhenAll(silos.Concat(nodes));
        return [.. answers.OfType<ProcessQueries>().DistinctBy(answer => answer.Process)];
    }

    public async Task<ImmutableArray<CallTimes>> Calls()
    {
        ForgetOld();
        var answers = await Task.WhenAll(_nodes.Select(node => AskAsync(node.Key, node.Value.Observer.Calls)));
        return [.. answers.Where(answer => !answer.IsDefault).SelectMany(answer => answer)];
    }

    public async Task<ImmutableDictionary<string, int>> Subscribers(Snowflake planetId)
    {
        ForgetOld();
        var answers = await Task.WhenAll(
            _nodes.Select(async node =>
            {
                var count = await AskAsync(node.Key, async () => (int?)await node.Value.Observer.Subscribers(planetId));
                return (Node: node.Key, Count: count);
            })
        );
        return answers
            .Where(answer => answer.Count is not null)
            .ToImmutableDictionary(answer => answer.Node, answer => answer.Count!.Value);
    }

    private async Task<T?> AskAsync<T>(string name, Func<Task<T>> ask)
    {
        try
        {
            return await ask().WaitAsync(_patience, time);
        }
        catch (Exception failure)
        {
            Log.ProcessNotAsked(logger, name, failure);
            return default;
        }
    }

    private async Task TellAsync(string node, INodeObserver observer, Notification notification)
    {
        try
        {
            await observer.TellAll(notification);
        }
        catch (Exception failure)
        {
            Log.NodeNotTold(logger, node, failure);
        }
    }

    private void ForgetOld()
    {
        var oldest = time.GetUtcNow() - ClusterReports.GoodFor;
        foreach (var (address, silo) in _silos)
        {
            if (silo.At < oldest)
            {
                _silos.Remove(address);
            }
        }
        foreach (var (id, node) in _nodes)
        {
            if (node.At < oldest)
            {
                _nodes.Remove(id);
            }
        }
    }
}
