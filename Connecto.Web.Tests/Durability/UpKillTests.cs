using System.Runtime.Versioning;
using Connecto.Bench.Processes;

namespace Connecto.Web.Tests.Durability;

/// <summary>What <c>./connecto up</c> itself has to do with the promise: it starts again what died, and is started anew.</summary>
[Collection(nameof(HistoryTests))]
[SupportedOSPlatform("linux")]
public sealed class UpKillTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 600_000)]
    public async Task Every_rule_holds_when_up_is_killed_and_a_server_and_the_next_one_while_it_starts()
    {
        await using var connecto = await ConnectoProcess.StartAsync(Cancellation);
        await using var talk = await Talk.StartAsync(connecto, clients: 20, planets: 4, Cancellation);

        await connecto.KillUpAsync(Cancellation);
        await connecto.StartAgainAsync(Cancellation);
        await talk.AnswersAsync(Cancellation);
        await KillServerAndTheNextAsync(connecto);
        await talk.AnswersAsync(Cancellation);

        await talk.AssertEveryRuleHoldsAsync(isCluster: false, Cancellation);
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
