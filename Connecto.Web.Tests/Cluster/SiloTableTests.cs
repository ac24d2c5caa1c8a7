using System.Collections.Immutable;
using Connecto.Admin;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Tests.Support;
using Connecto.Web.Chat;

namespace Connecto.Web.Tests.Cluster;

[Trait("Runtime", "Either")]
public sealed class SiloTableTests
{
    private readonly AdvancingTime _time = new();
    private readonly SiloTable _silos;

    public SiloTableTests() => _silos = new SiloTable(_time);

    [Fact]
    public void Silos_that_the_register_names_are_known_for_a_while_after_it_has_named_them()
    {
        _silos.Know([Contact("one"), Contact("two")]);
        // As one that has just started does.
        _time.Advance(ClusterReports.GoodFor);
        _silos.Know([Contact("two")]);
        Assert.Equal(["one", "two"], Known());
        _time.Advance(ClusterReports.Every);
        _silos.Know([Contact("two")]);
        Assert.Equal(["two"], Known());
    }

    [Fact]
    public void One_that_is_lost_is_known_no_more_though_the_register_goes_on_naming_it()
    {
        _silos.Know([Contact("one"), Contact("two")]);
        var lost = _silos.All.Single(silo => silo.Address == "one").Lost;
        _silos.Lose("one");
        Assert.True(lost.IsCancellationRequested);
        _silos.Know([Contact("one"), Contact("two")]);
        Assert.Equal(["two"], Known());
    }

    private IEnumerable<string> Known() => _silos.All.Select(silo => silo.Address).Order();

    private static SiloContact Contact(string address) => new(address, new NoLeases());

    private sealed class NoLeases : ISiloLeases
    {
        public Task<ImmutableArray<PlanetLease>> Renew(
            string node,
            INodeObserver observer,
            ImmutableArray<Snowflake> planets
        ) => Task.FromResult<ImmutableArray<PlanetLease>>([]);

        public Task<ProcessQueries> Queries() => ProcessQueries.HereAsync();
    }
}
