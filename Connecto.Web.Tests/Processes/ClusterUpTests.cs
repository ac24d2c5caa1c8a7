using System.Net;
using Connecto.Bench.Cluster;
using Connecto.Bench.Processes;
using Connecto.Web.Tests.Durability;

namespace Connecto.Web.Tests.Processes;

/// <summary>What <c>./connecto up --silos 2 --webs 2</c> promises, on the real command.</summary>
public sealed class ClusterUpTests(RunningCluster cluster) : IClassFixture<RunningCluster>
{
    private static readonly string[] _rolled = ["silo-1", "silo-2", "web-1", "web-2"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cluster_shows_all_its_silos_and_web_nodes()
    {
        var connecto = cluster.Connecto;

        await Eventually.Holds(
            async () => await cluster.MembersAsync(Cancellation) == (2, 2),
            "2 silos and 2 web nodes",
            Cancellation
        );

        Assert.Equal(connecto.Part("web-1"), connecto.Server);
        Assert.DoesNotContain("Membership", connecto.Up.Output);
    }

    [Theory]
    [InlineData("silo-1", "Silo-1")]
    [InlineData("web-1", "Web-1")]
    [InlineData("web-2", "Web-2")]
    [InlineData("redis", "Redis")]
    [InlineData("proxy", "The proxy")]
    [InlineData("postgres", "PostgreSQL")]
    public async Task A_killed_part_is_started_again(string name, string title)
    {
        var connecto = cluster.Connecto;
        var killed = connecto.Part(name)!;

        killed.Signal(UnixProcess.SigKill);

        await connecto.Up.SaysAsync($"{title} (pid {killed.Pid}) was ended by SIGKILL; starting", Cancellation);
        await Eventually.Holds(() => connecto.Part(name) is { } now && now != killed, name, Cancellation);
        await connecto.Up.SaysAsync($"{title} is back (pid {connecto.Part(name)!.Pid})", Cancellation);
        await connecto.ReadyAsync(Cancellation);
        await Eventually.Holds(
            async () => await cluster.MembersAsync(Cancellation) == (2, 2),
            "the cluster",
            Cancellation
        );
    }

    [Fact]
    public async Task A_roll_restarts_all_silos_and_web_nodes_and_no_request_fails_for_good_and_what_clients_say_meanwhile_stands()
    {
        var connecto = cluster.Connecto;
        var (before, proxy) = (_rolled.Select(connecto.Part).ToList(), connecto.Part("proxy"));
        await connecto.ReadyAsync(Cancellation);
        await using var talk = await Talk.StartAsync(connecto, clients: 16, planets: 4, Cancellation);
        using var callers = new RestCallers(connecto.BaseAddress, await cluster.WorldAsync(8, 2), "roll");
        using var end = new CancellationTokenSource();

        var calling = callers.RunAsync(perSecond: 80, end.Token);
        var roll = connecto.Roll();
        var code = await roll.EndAsync(Cancellation);
        await end.CancelAsync();
        await calling;

        Assert.True(code == 0, roll.Output);
        Assert.Empty(callers.Failures);
        Assert.Empty(
            callers.CalledAgain.Keys.Except([RestCallers.Unavailable, RestCallers.ConnectionLost, RestCallers.NoAnswer])
        );
        Assert.True(callers.Answered.Count > 0);
        Assert.Empty(await callers.LostAsync(Cancellation));
        await roll.SaysAsync("All silos and web nodes were restarted.", Cancellation);
        Assert.All(before, part => Assert.False(part!.Runs));
        Assert.All(_rolled, name => Assert.NotNull(connecto.Part(name)));
        Assert.Equal(proxy, connecto.Part("proxy"));
        await talk.AssertEveryRuleHoldsAsync(isCluster: true, Cancellation);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task After_a_failed_roll_the_build_before_goes_on_and_the_next_roll_takes_nothing_from_under_it()
    {
        var connecto = cluster.Connecto;
        await connecto.ReadyAsync(Cancellation);
        var before = connecto.FolderOf("web-2")!;
        var mark = Path.Combine(before, "mark");
        await File.WriteAllTextAsync(mark, "", Cancellation);
        var silo = connecto.Part("silo-1");

        var failed = connecto.Roll();
        await Eventually.Holds(() => connecto.Part("silo-1") is { } now && now != silo, "a start", Cancellation);
        connecto.Part("silo-1")!.Signal(UnixProcess.SigKill);

        Assert.Equal(1, await failed.EndAsync(Cancellation));
        await failed.SaysAsync("connecto: the roll ends here: silo-1 does not start again", Cancellation);
        await Eventually.Holds(() => connecto.FolderOf("silo-1") == before, "the build before", Cancellation);
        Assert.All(_rolled, name => Assert.Equal(before, connecto.FolderOf(name)));

        var next = connecto.Roll();
        await Eventually.Holds(
            () =>
            {
                Assert.All(_rolled, name => Assert.True(File.Exists(mark) || connecto.FolderOf(name) != before));
                return !next.Process.Runs;
            },
            "the next roll",
            Cancellation
        );

        Assert.True(await next.EndAsync(Cancellation) == 0, next.Output);
        var after = connecto.FolderOf("web-2")!;
        Assert.NotEqual(before, after);
        Assert.All(_rolled, name => Assert.Equal(after, connecto.FolderOf(name)));
        Assert.Equal([after], Directory.GetDirectories(connecto.DataFolder, "app*"));
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task A_roll_that_is_asked_for_during_another_one_comes_after_it()
    {
        var connecto = cluster.Connecto;
        await connecto.ReadyAsync(Cancellation);

        var first = connecto.Roll();
        await first.SaysAsync("Restarting silo-1 ...", Cancellation);
        first.Process.Signal(UnixProcess.SigKill);
        var folder = connecto.FolderOf("silo-2");
        var second = connecto.Roll();
        await Eventually.Holds(() => connecto.FolderOf("web-2") is { } now && now != folder, "the first", Cancellation);
        var rolledOnce = _rolled.Select(connecto.Part).ToList();
        await second.SaysAsync("Restarting silo-1 ...", Cancellation);

        Assert.True(await second.EndAsync(Cancellation) == 0, second.Output);
        Assert.All(rolledOnce, part => Assert.False(part!.Runs));
        Assert.All(_rolled, name => Assert.NotNull(connecto.Part(name)));
    }

    [Fact]
    public async Task While_no_web_node_is_ready_requests_reach_one_that_says_so_itself()
    {
        var connecto = cluster.Connecto;
        await connecto.ReadyAsync(Cancellation);
        using var http = new HttpClient { BaseAddress = connecto.BaseAddress };
        UnixProcess[] silos = [connecto.Part("silo-1")!, connecto.Part("silo-2")!];

        Assert.All(silos, silo => Assert.True(silo.Signal(UnixProcess.SigStop)));
        try
        {
            await Eventually.Holds(
                async () => await cluster.ReadyBehindProxyAsync(Cancellation) == 0,
                "no web node ready",
                Cancellation
            );
            using var live = await http.GetAsync(new Uri("/health/live", UriKind.Relative), Cancellation);
            using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), Cancellation);

            Assert.Equal(HttpStatusCode.OK, live.StatusCode);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Contains("The grains cannot be reached.", await ready.Content.ReadAsStringAsync(Cancellation));
        }
        finally
        {
            Assert.All(silos, silo => silo.Signal(UnixProcess.SigCont));
        }
        await connecto.ReadyAsync(Cancellation);
        await Eventually.Holds(
            async () => await cluster.ReadyBehindProxyAsync(Cancellation) == 2,
            "both web nodes",
            Cancellation
        );
    }

    [Fact]
    public async Task A_second_up_on_the_folder_is_refused()
    {
        await using var other = ConnectoProcess.NotStarted();

        var second = cluster.Connecto.Command(cluster.Connecto.DataFolder, other.Port);

        Assert.NotEqual(0, await second.EndAsync(Cancellation));
        await second.SaysAsync(
            $"connecto: another ./connecto up (pid {cluster.Connecto.Up.Process.Pid})",
            Cancellation
        );
        await cluster.Connecto.ReadyAsync(Cancellation);
    }

    [Theory]
    [InlineData(UnixProcess.SigTerm)]
    [InlineData(UnixProcess.SigKill)]
    public async Task A_cluster_that_ends_leaves_nothing_and_one_that_was_killed_leaves_nothing_to_the_next(int signal)
    {
        await using var connecto = RunningCluster.NotStarted(1, 1);
        await connecto.StartAgainAsync(Cancellation);
        if (signal == UnixProcess.SigKill)
        {
            string[] names = ["redis", "silo-1", "web-1", "proxy"];
            var left = names.Select(connecto.Part).ToList();
            await connecto.KillUpAsync(Cancellation);
            await connecto.StartAgainAsync(Cancellation);
            Assert.All(left, part => Assert.False(part!.Runs));
        }

        Assert.Equal(0, await connecto.StopAsync(Cancellation));

        Assert.Empty(UnixProcess.Naming(connecto.DataFolder));
    }
}
