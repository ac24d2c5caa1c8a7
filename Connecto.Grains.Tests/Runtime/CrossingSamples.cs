using System.Collections.Immutable;
using Orleans;

// Samples of how not to write what crosses, which the analyzers rightly dislike.
#pragma warning disable CA1852, ORLEANS0004

namespace Connecto.Grains.Tests.Runtime;

/// <summary>Types that may cross a grain call, and types that may not, to prove the walker by.</summary>
internal static class CrossingSamples
{
    internal enum Color
    {
        Red,
    }

    [GenerateSerializer, Immutable]
    internal sealed record Good(
        long Number,
        string? Text,
        Color? Color,
        DateTimeOffset At,
        ImmutableArray<GoodPoint> Points,
        ImmutableDictionary<string, ImmutableArray<Guid>>? Map,
        GoodShape Shape
    )
    {
        [Id(0)]
        public long More { get; init; }

        public long Computed => Number + More;
    }

    [GenerateSerializer, Immutable]
    internal readonly record struct GoodPoint(int X, int Y);

    [GenerateSerializer, Immutable]
    internal abstract record GoodShape(int Size);

    [GenerateSerializer, Immutable]
    internal sealed record GoodCircle(int Size, GoodPoint Center) : GoodShape(Size);

    [GenerateSerializer]
    internal sealed class GoodException(string message, int code) : Exception(message)
    {
        [Id(0)]
        public int Code { get; } = code;
    }

    [Immutable]
    internal sealed record WithoutSerializer(int X);

    [GenerateSerializer]
    internal sealed record WithoutPromise(int X);

    [GenerateSerializer, Immutable]
    internal sealed record WithoutId(int X)
    {
        public int Y { get; init; }
    }

    [GenerateSerializer, Immutable]
    internal sealed record WithSetter(int X)
    {
        [Id(0)]
        public int Y { get; set; }
    }

    [GenerateSerializer, Immutable]
    internal sealed record WithList(List<int> Numbers);

    [GenerateSerializer, Immutable]
    internal sealed record WithArray(int[] Numbers);

    [GenerateSerializer, Immutable]
    internal sealed record WithReadOnlyList(IReadOnlyList<int> Numbers);

    [GenerateSerializer, Immutable]
    internal sealed record WithAnything(object Value);

    [GenerateSerializer, Immutable]
    internal sealed record WithBadPart(ImmutableArray<WithoutId?> Parts);

    [GenerateSerializer, Immutable]
    internal record Open(int X);

    [GenerateSerializer, Immutable]
    internal abstract record BadShape(int Size);

    [GenerateSerializer, Immutable]
    internal sealed record BadCircle(int Size, List<int> Numbers) : BadShape(Size);

    [GenerateSerializer, Immutable]
    internal struct Changeable
    {
        [Id(0)]
        public int X { get; set; }
    }

    [GenerateSerializer, Immutable]
    internal sealed class PlainClass
    {
        [Id(0)]
        public int X { get; init; }
    }

    internal sealed class ExceptionWithoutSerializer : Exception;

    [GenerateSerializer]
    internal sealed class ExceptionWithoutId(int code) : Exception
    {
        [Id(0)]
        public int Number { get; } = code;

        public int Code { get; } = code;
    }
}
