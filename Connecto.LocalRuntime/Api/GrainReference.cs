using System.Reflection;
using Connecto.LocalRuntime;

namespace Orleans.Runtime;

/// <summary>A reference to a grain or an observer; its proxies implement the interface and send the calls.</summary>
public class GrainReference : DispatchProxy, IAddressable, IEquatable<GrainReference>
{
    /// <summary>Identity of what is referred to.</summary>
    public GrainId GrainId { get; private set; }

    internal Client Owner { get; private set; } = null!;

    /// <summary>Null for an observer.</summary>
    internal GrainClass? Class { get; private set; }

    /// <summary>Where the last call went; only a guess, checked by each call.</summary>
    internal ITarget? LastTarget { get; set; }

    /// <summary>Whether both refer to the same grain.</summary>
    public static bool operator ==(GrainReference? left, GrainReference? right) =>
        left is null ? right is null : left.Equals(right);

    /// <summary>Whether they refer to different grains.</summary>
    public static bool operator !=(GrainReference? left, GrainReference? right) => !(left == right);

    /// <inheritdoc />
    public bool Equals(GrainReference? other) => other is not null && GrainId == other.GrainId;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is GrainReference other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => GrainId.GetHashCode();

    /// <inheritdoc />
    public override string ToString() => $"GrainReference:{GrainId}";

    /// <summary>A proxy of the same type for another identity; far cheaper than making one by reflection.</summary>
    internal GrainReference For(Client owner, GrainClass? grainClass, GrainId id)
    {
        var copy = (GrainReference)MemberwiseClone();
        copy.Owner = owner;
        copy.Class = grainClass;
        copy.GrainId = id;
        return copy;
    }

    /// <inheritdoc />
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        GrainMethod.For(targetMethod!).Send(this, args ?? []);
}
