using Orleans;

namespace Connecto.Planets;

/// <summary>What is to become of a planet; null leaves it as it is. Seconds 0 mean no bound.</summary>
[GenerateSerializer, Immutable]
public sealed record PlanetPatch(
    string? Name = null,
    bool? Archived = null,
    int? SlowModeSeconds = null,
    int? EditWindowSeconds = null,
    bool? ReadReceipts = null,
    bool? HistoryVisible = null
);
