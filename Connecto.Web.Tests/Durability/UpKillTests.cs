using System.Diagnostics;
using System.Runtime.Versioning;
using Connecto.Bench.Clients;
using Connecto.Bench.History;
using Connecto.Bench.Load;
using Connecto.Bench.Processes;
using Connecto.Web.Tests.Processes;

namespace Connecto.Web.Tests.Durability;

/// <summary>What <c>./connecto up</c> itself has to do with the promise: it starts again what died, and is started anew.</summary>
[Collection(nameof(HistoryTests))]
[SupportedOSPlatform("linux")]
public sealed class UpKillTests
{
    private static readonly TimeSpan _copiesFollowWithin = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 600_000)]
    public async Task Every_rule_holds_when_up_is_killed_and_a_server_and_the_next_one_while_it_starts()
    {
        await using var connecto = await ConnectoProcess.StartAsync(Cancellation);
        var log = new RunLog(Stopwatch.StartNew());
        using var admin = await AdminApi.LogInAsync(
            connecto.BaseAddress,
            ConnectoProcess.AdminEmail,
            connecto.AdminPassword
        );
        await using var talkers = await Talkers.StartAsync(admin, [connecto.BaseAddress], 20, 4, new Random(5), log);

        await log.AwaitAnswers(talkers.PlanetIds).All.WaitAsync(Cancellation);
        await connecto.KillUpAsync(Cancellation);
        await connecto.StartAgainAsync(Cancellation);
        await log.AwaitAnswers(talkers.PlanetIds).All.WaitAsync(Cancellation);
        await KillServerAndTheNextAsync(connecto);
        await log.AwaitAnswers(talkers.PlanetIds).All.WaitAsync(Cancellation);

        await talkers.EnterAsync(Phase.Settling, Cancellation);
        await talkers.EnterAsync(Phase.Retrying, Cancellation);
        var report = HistoryCheck.Report(
            await talkers.RecordAsync(log, isCluster: false, _copiesFollowWithin, Cancellation)
        );
        Assert.True(report is null, $"{report}\n{connecto.Up.Output}");
    }

    private static async Task KillServerAndTheNextAsync(ConnectoProcess connecto)
    {
        var killed = connecto.Server;
        killed?.Signal(UnixProcess.SigKill);
        await Eventually.Holds(
            () => connecto.Server is { } next && next != killed,
            "a server in the place of the killed one",
            Cancellation
        );
        await connecto.KillServerAsync(Cancellation);
    }
}
