using System.Globalization;

namespace Connecto.Bench.Load;

/// <summary>How clients came back after a restart of their server.</summary>
/// <param name="Restart">How the server was ended.</param>
/// <param name="Clients">Who had to come back.</param>
/// <param name="Back">Who did.</param>
/// <param name="Seconds">From the first attempt to the last return.</param>
/// <param name="Recovered">Who went on where he was.</param>
/// <param name="Refused">Attempts that were told to come later.</param>
/// <param name="Unavailable">Subscriptions that were.</param>
/// <param name="Failed">Attempts that ended otherwise.</param>
/// <param name="FirstFailure">Why the first of them did.</param>
/// <param name="OthersMilliseconds">Of the deliveries to those who were there first, meanwhile.</param>
internal sealed record StormResult(
    string Restart,
    int Clients,
    int Back,
    double Seconds,
    int Recovered,
    int Refused,
    int Unavailable,
    int Failed,
    string? FirstFailure,
    Latency OthersMilliseconds
)
{
    public static IReadOnlyList<string> Header { get; } =
    [
        "restart by",
        "back",
        "after s",
        "recovered / anew",
        "attempts refused / unavailable / failed",
        "the others meanwhile: p50 / p95 / p99 ms",
    ];

    public IReadOnlyList<string> Row() =>
        [
            Restart,
            $"{Back} of {Clients}",
            Seconds.ToString("F1", CultureInfo.InvariantCulture),
            $"{Recovered} / {Back - Recovered}",
            $"{Refused} / {Unavailable} / {Failed} {FirstFailure}".TrimEnd(),
            OthersMilliseconds.ToString(),
        ];
}
