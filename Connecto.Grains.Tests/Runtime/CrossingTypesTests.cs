using System.Collections.Immutable;
using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Planets;
using static Connecto.Grains.Tests.Runtime.CrossingSamples;

namespace Connecto.Grains.Tests.Runtime;

public sealed class CrossingTypesTests
{
    [Fact]
    public void Everything_that_crosses_a_grain_call_is_immutable_and_can_be_carried()
    {
        var walk = CrossingTypes.Of(typeof(IPlanetGrain).Assembly);
        Assert.Empty(walk.Problems);
        Assert.Contains(typeof(PlanetFrame), walk.Seen);
        Assert.Contains(typeof(MessagePosted), walk.Seen);
        Assert.Contains(typeof(ChatException), walk.Seen);
    }

    [Theory]
    [InlineData(typeof(Good))]
    [InlineData(typeof(ImmutableArray<Good?>))]
    [InlineData(typeof(GoodPoint?))]
    [InlineData(typeof(GoodShape))]
    [InlineData(typeof(IPlanetObserver))]
    public void Good_types_pass(Type type)
    {
        var walk = new CrossingTypes();
        walk.Add(type, "here");
        Assert.Empty(walk.Problems);
    }

    [Theory]
    [InlineData(typeof(WithoutSerializer), "not marked [GenerateSerializer]")]
    [InlineData(typeof(WithoutPromise), "not marked [Immutable]")]
    [InlineData(typeof(WithoutId), "WithoutId.Y has no [Id]")]
    [InlineData(typeof(WithSetter), "WithSetter.Y can be changed")]
    [InlineData(typeof(WithList), "WithList.Numbers, is neither")]
    [InlineData(typeof(WithArray), "WithArray.Numbers, is neither")]
    [InlineData(typeof(WithReadOnlyList), "WithReadOnlyList.Numbers, is neither")]
    [InlineData(typeof(WithAnything), "WithAnything.Value, is neither")]
    [InlineData(typeof(WithBadPart), "WithoutId.Y has no [Id]")]
    [InlineData(typeof(Open), "open to subclasses")]
    [InlineData(typeof(BadShape), "BadCircle.Numbers, is neither")]
    [InlineData(typeof(Changeable), "is neither")]
    [InlineData(typeof(PlainClass), "is neither")]
    [InlineData(typeof(Dictionary<string, int>), "is neither")]
    [InlineData(typeof(ImmutableArray<List<int>>), "is neither")]
    public void Bad_types_are_found(Type type, string problem)
    {
        var walk = new CrossingTypes();
        walk.Add(type, "here");
        Assert.Contains(problem, Assert.Single(walk.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Exceptions_are_looked_into()
    {
        var walk = new CrossingTypes();
        walk.AddException(typeof(GoodException));
        Assert.Empty(walk.Problems);
        walk.AddException(typeof(ExceptionWithoutSerializer));
        Assert.Contains("not marked", Assert.Single(walk.Problems), StringComparison.Ordinal);
        walk.AddException(typeof(ExceptionWithoutId));
        Assert.Contains("ExceptionWithoutId.Code has no [Id]", walk.Problems[1], StringComparison.Ordinal);
    }
}
