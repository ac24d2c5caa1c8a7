using Connecto.Bench.History;
using static Connecto.Web.Tests.Durability.Rules.PlantedFault;

namespace Connecto.Web.Tests.Durability;

/// <summary>
/// A sound run is found sound; faults planted into it are found, each by the rule that is about it: those of one kind are
/// in a class of <c>Rules</c>.
/// </summary>
public sealed class HistoryCheckTests
{
    [Fact]
    public void A_sound_run_breaks_no_rule() => Assert.Null(HistoryCheck.Report(Sound));

    [Fact]
    public void A_fault_that_a_client_saw_is_told() =>
        AssertBroken<NoFaults>(Sound with { Faults = ["live events from rev 5 came at 3"] }, "live events from rev 5");
}
