using Connecto.Messages;
using Orleans;

namespace Connecto.Planets;

/// <summary>
/// Where a planet stands, for who only wants to know that something happened there. <c>Last</c> is null while there is
/// no message.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record PlanetHead(long HeadRev, long HeadSeq, LastMessage? Last)
{
    /// <summary>Whether the planet hides its history: a message is then not for who joined at its seq or later.</summary>
    [Id(0)]
    public bool HistoryHidden { get; init; }

    /// <summary>The newest message as who joined at <paramref name="joinedSeq"/> sees it.</summary>
    public LastMessage? LastFor(long joinedSeq) => HistoryHidden && Last?.Seq <= joinedSeq ? null : Last;
}
