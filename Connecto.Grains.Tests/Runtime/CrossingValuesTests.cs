using Connecto.Grains.Tests.Runtime.Grains;
using Connecto.Planets;

namespace Connecto.Grains.Tests.Runtime;

[Collection("runtime")]
public sealed class CrossingValuesTests(RuntimeCluster cluster)
{
    private IEchoGrain Echo => cluster.Grains.GetGrain<IEchoGrain>("echo");

    public static TheoryData<Type> Types =>
        [.. CrossingTypes.Of(typeof(IPlanetGrain).Assembly).Seen.Where(type => !type.IsAbstract)];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task What_crosses_a_grain_call_arrives_whole(Type type)
    {
        var value = new SampleValue().Of(type);
        var arrived = value is Exception error
            ? await Assert.ThrowsAnyAsync<Exception>(() => Echo.Throw(error))
            : await Echo.Echo(value);
        Assert.Equal(SampleValue.Show(value), SampleValue.Show(arrived));
    }
}
