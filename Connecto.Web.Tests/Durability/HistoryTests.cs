using System.Runtime.Versioning;
using Connecto.Bench;
using Connecto.Bench.Faults;
using Connecto.Bench.Plants;

namespace Connecto.Web.Tests.Durability;

/// <summary>
/// The promise of an acknowledgement, held against real processes that are killed, stopped, misled and parted. What it prints
/// names its seed and what this machine cannot do; <c>./connecto check history --seed</c> repeats the draws.
/// </summary>
[Collection(nameof(HistoryTests))]
[CollectionDefinition(nameof(HistoryTests), DisableParallelization = true)]
[SupportedOSPlatform("linux")]
public sealed class HistoryTests
{
#if ORLEANS_PACKAGES
    [Fact(Timeout = 900_000)]
    public async Task Every_rule_holds_in_a_cluster_after_a_fault_of_each_kind()
    {
        var refusal = await PlantPlan.RefusalAsync(silos: 2, webs: 2);
        Assert.SkipWhen(refusal is not null, refusal ?? "");

        await AssertSoundAsync("--silos", "2", "--webs", "2", "--clients", "20", "--faults", $"{FaultKinds.All.Count}");
    }
#else
    [Fact(Timeout = 900_000)]
    public Task Every_rule_holds_after_20_faults_of_all_kinds_amid_30_clients() =>
        AssertSoundAsync("--faults", "20", "--clients", "30");
#endif

    private static async Task AssertSoundAsync(params string[] options)
    {
        var said = new List<string>();

        var code = await HistoryCommand.RunAsync(
            Options.Parse([.. options, "--planets", "6", "--pause", "3"]),
            line =>
            {
                said.Add(line);
                TestContext.Current.TestOutputHelper?.WriteLine(line);
            },
            TestContext.Current.CancellationToken
        );

        Assert.True(code == 0, string.Join('\n', said));
    }
}
