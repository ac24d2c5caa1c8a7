using Connecto.Ids;
using Orleans;

namespace Connecto.Delivery;

/// <summary>Where a planet stands when a node attaches or renews: a difference from what the node has is a gap.</summary>
[GenerateSerializer, Immutable]
public sealed record PlanetLease(Snowflake PlanetId, long Epoch, long HeadRev)
{
    /// <summary>A node that has not renewed for this long gets no more frames.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    /// <summary>How often a node renews all its planets.</summary>
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);
}

/// <summary>Where a planet stands when a node attaches, and the address of the silo that renews it.</summary>
[GenerateSerializer, Immutable]
public sealed record PlanetAttachment(PlanetLease Lease, string Silo);
