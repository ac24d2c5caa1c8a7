namespace Connecto.Bench.Domain;

/// <summary>Milliseconds that a planet took to activate, and microseconds that a member's read took in it.</summary>
internal sealed record LargePlanetResult(
    int Members,
    int Messages,
    double ActivationMedian,
    double ActivationMost,
    double MicrosecondsPerRead
);

/// <summary>Milliseconds that the inbox took, and how many planets it activated.</summary>
internal sealed record InboxResult(int Planets, double P50, double P95, double Most, double AllPages, long Activated);
