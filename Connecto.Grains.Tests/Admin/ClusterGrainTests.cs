using System.Collections.Immutable;
using Connecto.Admin;
using Connecto.Delivery;
using Connecto.Diagnostics;
using Connecto.Ids;
using Connecto.Tests.Support;
using Connecto.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connecto.Grains.Tests.Admin;

public sealed class ClusterGrainTests
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Nodes_and_silos_that_come_and_go_are_forgotten_though_nobody_looks()
    {
        var cluster = new ClusterGrain(_time, NullLogger<ClusterGrain>.Instance);

        for (var i = 0; i < 10; i++)
        {
            await cluster.Attach(new WebNodeReport($"node {i}", "host", "1", _time.Now, 0, 0, 0), new SilentNode());
            _time.Now += ClusterReports.Every;
        }
        Assert.Equal(4, cluster.Held);
        for (var i = 0; i < 10; i++)
        {
            await cluster.Report(new SiloReport($"silo {i}", "1", _time.Now, 0, 0, 0, 0), new SilentLeases());
            _time.Now += ClusterReports.Every;
        }

        Assert.Equal(4, cluster.Held);
        string[] lately = ["silo 7", "silo 8", "silo 9"];
        Assert.Equal(lately, (await cluster.View()).Silos.Select(silo => silo.Address));
        var told = await cluster.Attach(new WebNodeReport("node", "host", "1", _time.Now, 0, 0, 0), new SilentNode());
        Assert.Equal(lately, told.Select(silo => silo.Address).Order());
    }

    [Fact]
    public async Task Processes_are_asked_for_their_queries_once_each_and_one_that_fails_holds_up_nobody()
    {
        var cluster = new ClusterGrain(_time, NullLogger<ClusterGrain>.Instance);
        await cluster.Report(new SiloReport("silo", "1", _time.Now, 0, 0, 0, 0), new SilentLeases());
        await cluster.Attach(new WebNodeReport("node", "host", "1", _time.Now, 0, 0, 0), new SilentNode());
        await cluster.Attach(new WebNodeReport("failing", "host", "1", _time.Now, 0, 0, 0), new FailingNode());

        var queries = await cluster.Queries();

        // Silo and node are of one process here.
        Assert.Equal((await ProcessQueries.HereAsync()).Process, Assert.Single(queries).Process);
    }

    [Fact]
    public async Task What_calls_took_is_told_of_each_node_that_answers()
    {
        var cluster = new ClusterGrain(_time, NullLogger<ClusterGrain>.Instance);
        var sends = new CallTimes("hub SendMessage", 1, Durations.None);
        await cluster.Attach(
            new WebNodeReport("one", "host", "1", _time.Now, 0, 0, 0),
            new SilentNode { Took = [sends] }
        );
        await cluster.Attach(
            new WebNodeReport("two", "host", "1", _time.Now, 0, 0, 0),
            new SilentNode { Took = [sends] }
        );
        await cluster.Attach(new WebNodeReport("failing", "host", "1", _time.Now, 0, 0, 0), new FailingNode());

        Assert.Equal([sends, sends], await cluster.Calls());
    }

    [Fact]
    public async Task Connections_of_a_planet_are_told_by_nodes_that_answer()
    {
        var cluster = new ClusterGrain(_time, NullLogger<ClusterGrain>.Instance);
        await cluster.Attach(
            new WebNodeReport("one", "host", "1", _time.Now, 0, 0, 0),
            new SilentNode { Subscribing = 3 }
        );
        await cluster.Attach(new WebNodeReport("failing", "host", "1", _time.Now, 0, 0, 0), new FailingNode());

        Assert.Equal([KeyValuePair.Create("one", 3)], await cluster.Subscribers(new Snowflake(5)));
    }

    private sealed class FailingNode : INodeObserver
    {
        public Task TellAll(Notification notification) => Task.CompletedTask;

        public Task SiloLost(string silo) => Task.CompletedTask;

        public Task<ProcessQueries> Queries() => throw new TimeoutException();

        public Task<int> Subscribers(Snowflake planetId) => throw new TimeoutException();

        public Task<ImmutableArray<CallTimes>> Calls() => throw new TimeoutException();
    }

    private sealed class SilentLeases : ISiloLeases
    {
        public Task<ImmutableArray<PlanetLease>> Renew(
            string node,
            INodeObserver observer,
            ImmutableArray<Snowflake> planets
        ) => Task.FromResult<ImmutableArray<PlanetLease>>([]);

        public Task<ProcessQueries> Queries() => ProcessQueries.HereAsync();
    }
}
