using System.Globalization;
using Connecto.LocalRuntime;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Identity of grains and of references to them.</summary>
public static class GrainExtensions
{
    /// <summary>A reference to the same grain, typed as another of its interfaces.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) =>
        (TGrainInterface)AsReference(grain, typeof(TGrainInterface));

    /// <inheritdoc cref="AsReference{TGrainInterface}" />
    public static object AsReference(this IAddressable grain, Type interfaceType) =>
        grain switch
        {
            Grain own => own.Activation.Silo.Factory.Reference(
                interfaceType,
                own.Activation.Class,
                own.Activation.GrainId
            ),
            GrainReference other when interfaceType.IsInstanceOfType(other) => other,
            GrainReference other => other.Owner.Reference(interfaceType, other.Class, other.GrainId),
            _ => throw NeitherGrainNorReference(grain),
        };

    /// <summary>Identity of a grain or of what a reference refers to.</summary>
    /// <exception cref="ArgumentException"><paramref name="grain"/> is neither.</exception>
    public static GrainId GetGrainId(this IAddressable grain) =>
        grain switch
        {
            Grain own => own.Activation.GrainId,
            GrainReference reference => reference.GrainId,
            IGrainBase own => own.GrainContext.GrainId,
            _ => throw NeitherGrainNorReference(grain),
        };

    /// <summary>The key of a grain known by an integer.</summary>
    /// <exception cref="InvalidOperationException">The grain has another kind of key.</exception>
    public static long GetPrimaryKeyLong(this IAddressable grain)
    {
        var id = GetGrainId(grain);
        return long.TryParse(
            id.Key.ToString(),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out var key
        )
            ? key
            : throw new InvalidOperationException($"Unable to extract integer key from grain id {id}");
    }

    /// <summary>The key of a grain known by a string.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => GetGrainId(grain).Key.ToString();

    /// <summary>The key of a grain known by a GUID.</summary>
    /// <exception cref="InvalidOperationException">The grain has another kind of key.</exception>
    public static Guid GetPrimaryKey(this IAddressable grain)
    {
        var id = GetGrainId(grain);
        return Guid.TryParseExact(id.Key.ToString(), "N", out var key)
            ? key
            : throw new InvalidOperationException($"Unable to extract GUID key from grain id {id}");
    }

    private static ArgumentException NeitherGrainNorReference(IAddressable grain) =>
        new($"{grain?.GetType().FullName ?? "null"} is neither a grain nor a reference to one.", nameof(grain));
}
