#if ORLEANS_PACKAGES
using System.Collections.Immutable;
using Orleans;

namespace Connecto.Users;

/// <content>
/// An activation that moves to another silo takes along which nodes it tells and which cursors moved just now: the
/// nodes renew too seldom for what is told meanwhile to wait for them. What it reads from PostgreSQL its successor reads.
/// </content>
public sealed partial class UserGrain : IGrainMigrationParticipant
{
    private const string NodesKey = "nodes";
    private const string CursorsKey = "cursors";

    public void OnDehydrate(IDehydrationContext dehydrationContext)
    {
        var nodes = _nodes.Select(node => new MovedNode(node.Key, node.Value.Observer, node.Value.LeaseEnds));
        dehydrationContext.TryAddValue(NodesKey, nodes.ToImmutableArray());
        dehydrationContext.TryAddValue(CursorsKey, _cursors.Since(time.GetUtcNow()));
    }

    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        if (rehydrationContext.TryGetValue(NodesKey, out ImmutableArray<MovedNode> nodes))
        {
            foreach (var node in nodes)
            {
                var attached = _nodes[node.Name] = new AttachedNode(UserId, node.Name, logger);
                attached.Renew(node.Observer, node.LeaseEnds);
            }
        }
        if (rehydrationContext.TryGetValue(CursorsKey, out ImmutableArray<PlanetCursor> cursors))
        {
            foreach (var cursor in cursors)
            {
                _cursors.Move(cursor.PlanetId, cursor.Seq, time.GetUtcNow());
            }
        }
    }

    [GenerateSerializer, Immutable]
    internal readonly record struct MovedNode(string Name, IUserObserver Observer, DateTimeOffset LeaseEnds);
}
#endif
