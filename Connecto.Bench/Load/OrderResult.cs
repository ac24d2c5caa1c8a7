namespace Connecto.Bench.Load;

/// <summary>What the histories of all clients of a scenario showed.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Clients">Whose every event was checked.</param>
/// <param name="Events">Checked.</param>
/// <param name="Violations">Events that were not the ones that had to come.</param>
/// <param name="Missing">Events of acknowledged sends that a client has not seen at the end, over all clients.</param>
/// <param name="Closed">Connections that the server ended, though they read.</param>
/// <param name="AskedAgain">Times that a client was asked to subscribe again, and did from where it stood.</param>
/// <param name="FirstViolation">The first of them.</param>
internal sealed record OrderResult(
    string Scenario,
    long Clients,
    long Events,
    long Violations,
    long Missing,
    long Closed,
    long AskedAgain,
    string? FirstViolation
)
{
    /// <summary>Whether every client saw everything in order.</summary>
    public bool Held => Violations + Missing + Closed == 0;

    public static void Print(IReadOnlyList<OrderResult> results)
    {
        Report.Table(
            [
                "order",
                "clients",
                "events, each checked",
                "out of order",
                "missing",
                "closed by the server",
                "asked again",
            ],
            results.Select(
                IReadOnlyList<string> (result) =>
                    [
                        result.Scenario,
                        $"{result.Clients}",
                        $"{result.Events}",
                        $"{result.Violations}",
                        $"{result.Missing}",
                        $"{result.Closed}",
                        $"{result.AskedAgain}",
                    ]
            )
        );
        foreach (var result in results.Where(result => result.FirstViolation is not null))
        {
            Console.WriteLine($"{result.Scenario}, first out of order: {result.FirstViolation}");
        }
    }
}
