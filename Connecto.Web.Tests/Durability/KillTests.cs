using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Connecto.Web.Tests.Durability.History;
using Connecto.Web.Tests.Processes;

namespace Connecto.Web.Tests.Durability;

/// <summary>
/// The promise of an acknowledgement, held against the real processes. <c>CONNECTO_TEST_SEED</c> repeats a run's draws.
/// </summary>
[Collection(nameof(KillTests))]
[CollectionDefinition(nameof(KillTests), DisableParallelization = true)]
[SupportedOSPlatform("linux")]
public sealed class KillTests
{
    private const int Clients = 50;
    private const int Planets = 8;

    private const int ShownOfLog = 60;

    private static readonly TimeSpan _answersWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _copiesFollowWithin = TimeSpan.FromSeconds(20);

    [Fact(Timeout = 600_000)]
    public async Task Nothing_acknowledged_is_lost_or_doubled_when_server_PostgreSQL_and_up_are_killed_amid_50_clients()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var seed = Seed();
        var random = new Random(seed);
        var kills = Kill.Draw(random);
        var log = new RunLog();
        Say($"seed {seed}: {string.Join(", ", kills.Select(kill => $"{kill.Victim} after {kill.AfterAnswers}"))}");

        await using var connecto = await ConnectoProcess.StartAsync(cancellation);
        await using var crowd = await Crowd.StartAsync(connecto, Clients, Planets, random, log, cancellation);
        try
        {
            var run = await RunAsync(connecto, crowd, kills, log, cancellation);
            var report = HistoryCheck.Report(run);
            Assert.True(report is null, report);
        }
        catch (Exception failure)
        {
            var faults = string.Join('\n', log.Faults.Take(20));
            Assert.Fail($"CONNECTO_TEST_SEED={seed}\n{failure}\n{faults}\n{connecto.Up.Output}\n{ServerLog(connecto)}");
        }
    }

    private static async Task<RunRecord> RunAsync(
        ConnectoProcess connecto,
        Crowd crowd,
        IReadOnlyList<Kill> kills,
        RunLog log,
        CancellationToken cancellation
    )
    {
        var killer = new Killer(connecto, cancellation);
        var clock = Stopwatch.StartNew();
        foreach (var kill in kills)
        {
            await log.MoreAnswersAsync(kill.AfterAnswers).WaitAsync(_answersWithin, cancellation);
            Say($"{clock.Elapsed.TotalSeconds:F1} s, {log.Answers} answers: kill {kill.Victim}");
            await killer.StrikeAsync(kill.Victim);
        }
        await log.MoreAnswersAsync(Clients).WaitAsync(_answersWithin, cancellation);
        await crowd.EnterAsync(Phase.Settling, cancellation);
        Say($"{clock.Elapsed.TotalSeconds:F1} s, {log.Answers} answers: settled");
        await crowd.EnterAsync(Phase.Retrying, cancellation);
        Say($"{clock.Elapsed.TotalSeconds:F1} s: retried");
        var run = await crowd.RecordAsync(log, _copiesFollowWithin, cancellation);
        Say($"{clock.Elapsed.TotalSeconds:F1} s: read {run.Planets.Sum(planet => planet.HeadRev)} events");
        return run;
    }

    private static string ServerLog(ConnectoProcess connecto)
    {
        var file = Path.Combine(connecto.DataFolder, "logs", "server.log");
        return File.Exists(file) ? string.Join('\n', File.ReadLines(file).TakeLast(ShownOfLog)) : "";
    }

    private static int Seed() =>
        int.TryParse(
            Environment.GetEnvironmentVariable("CONNECTO_TEST_SEED"),
            CultureInfo.InvariantCulture,
            out var seed
        )
            ? seed
            : Random.Shared.Next();

    private static void Say(string line) => TestContext.Current.SendDiagnosticMessage("{0}", line);
}
