using System.Collections.Immutable;

namespace Connecto.Planets;

/// <content>What operators see of an activation and do to it.</content>
internal sealed partial class PlanetGrain
{
    public async Task<PlanetInspection> Inspect()
    {
        using var visit = Enter();
        await ReadyAsync();
        var links = _nodes
            .Select(link => new PlanetLink(link.Node, link.Behind(State.Row.HeadRev), null))
            .ToImmutableArray();
        var oldest = _pending.First is { } first ? time.GetElapsedTime(first.Value.Since) : TimeSpan.Zero;
        var (waiting, waited) = counters.WaitingOf(Id);
        var byStatus = State.Members.CountBy(member => member.Status).ToDictionary();
        return new PlanetInspection(
            PlanetView.Of(State.Row),
            State.Row.Epoch,
            new PlanetPosition(State.Row.HeadSeq, State.Row.HeadRev, State.Row.HeadAt),
            new MemberTally(
                byStatus.GetValueOrDefault(MemberStatus.Active),
                byStatus.GetValueOrDefault(MemberStatus.Left),
                byStatus.GetValueOrDefault(MemberStatus.Removed),
                byStatus.GetValueOrDefault(MemberStatus.Banned)
            ),
            new PlanetSubscribers([.. _nodes.Select(link => link.Node)], links),
            new PlanetQueue(_pending.Count, _unsettled),
            new PlanetCache(State.Messages.Count, State.Events.Count),
            RuntimeIdentity,
            new PlanetLag(
                Math.Round(oldest.TotalMilliseconds, 3),
                waiting,
                Math.Round(waited.TotalMilliseconds, 3),
                links.Select(link => link.Behind).DefaultIfEmpty().Max()
            )
        );
    }

    public async Task Deactivate()
    {
        using var visit = Enter();
        await ReadyAsync();
        DeactivateOnIdle();
    }
}
