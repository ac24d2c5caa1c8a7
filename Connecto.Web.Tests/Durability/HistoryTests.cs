using System.Runtime.Versioning;
using Connecto.Bench;
using Connecto.Bench.Faults;

namespace Connecto.Web.Tests.Durability;

/// <summary>
/// The promise of an acknowledgement, held against real processes that are killed, stopped and misled. What it prints
/// names its seed; <c>./connecto check history --seed</c> repeats the draws.
/// </summary>
[Collection(nameof(HistoryTests))]
[CollectionDefinition(nameof(HistoryTests), DisableParallelization = true)]
[Trait("Runtime", "Either")]
[SupportedOSPlatform("linux")]
public sealed class HistoryTests
{
    [Fact(Timeout = 900_000)]
    public async Task Every_rule_holds_after_20_faults_amid_30_clients()
    {
        string[] options = ["--faults", "20", "--clients", "30", "--planets", "6", "--pause", "3"];
        string[] kinds = ["--kinds", "kill-web,kill-postgres,stop,clock,disk"];
        var said = new List<string>();

        var code = await HistoryCommand.RunAsync(
            Options.Parse([.. options, .. kinds]),
            said.Add,
            TestContext.Current.CancellationToken
        );

        Assert.True(code == 0, string.Join('\n', said));
    }
}
