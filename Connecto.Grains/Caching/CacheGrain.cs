using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Connecto.Caching;

/// <summary>Numbers changes and tells them to the web nodes that have attached lately.</summary>
// It is one, and where it moves all nodes would have to begin anew.
[Reentrant, Immovable]
internal sealed class CacheGrain(TimeProvider time, ILogger<CacheGrain> logger) : Grain, ICacheGrain
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly Guid _epoch = Guid.NewGuid();
    private readonly Dictionary<string, ToldNode> _nodes = [];
    private long _number;

    /// <summary>Nodes that are told.</summary>
    internal int Held => _nodes.Count;

    public Task<CacheStand> Attach(string node, ICacheObserver observer)
    {
        ForgetOld();
        if (!_nodes.TryGetValue(node, out var told) || told.IsLost)
        {
            _nodes[node] = told = new ToldNode(_epoch, _number, node, observer, time, logger);
        }
        told.AttachedAt = time.GetUtcNow();
        return Task.FromResult(new CacheStand(_epoch, told.Number));
    }

    public Task Changed(ImmutableArray<CacheChange> changes)
    {
        ForgetOld();
        _number += changes.Length;
        return Task.WhenAll(_nodes.Values.Select(node => node.TellAsync(changes)));
    }

    public async Task<ImmutableArray<CacheFigures>> Figures()
    {
        ForgetOld();
        var answers = await Task.WhenAll(_nodes.Values.Select(AskAsync));
        return [.. answers.SelectMany(answer => answer)];
    }

    private async Task<ImmutableArray<CacheFigures>> AskAsync(ToldNode node)
    {
        try
        {
            return await node.Observer.Figures().WaitAsync(_patience, time);
        }
        catch (Exception failure)
        {
            Log.NodeNotAsked(logger, node.Name, failure);
            return [];
        }
    }

    private void ForgetOld()
    {
        var oldest = time.GetUtcNow() - ICacheGrain.GoodFor;
        foreach (var (name, node) in _nodes)
        {
            if (node.AttachedAt < oldest)
            {
                _nodes.Remove(name);
            }
        }
    }
}
