namespace Connecto.Planets;

/// <content>What operators see of an activation and do to it.</content>
internal sealed partial class PlanetGrain
{
    public async Task<PlanetInspection> Inspect()
    {
        using var visit = Enter();
        await ReadyAsync();
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
            new PlanetSubscribers([.. _nodes.Select(link => link.Node)]),
            new PlanetQueue(_pending.Count, _unsettled),
            new PlanetCache(State.Messages.Count, State.Events.Count),
            RuntimeIdentity
        );
    }

    public async Task Deactivate()
    {
        using var visit = Enter();
        await ReadyAsync();
        DeactivateOnIdle();
    }
}
