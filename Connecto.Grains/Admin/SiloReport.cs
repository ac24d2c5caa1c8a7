using Orleans;

namespace Connecto.Admin;

/// <summary>
/// What a silo tells of itself every few seconds: its active planets, the counters and batches that wait to be written,
/// for how many milliseconds the oldest counter has waited, and the counters given up and the messages written since it
/// started.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record SiloReport(
    string Address,
    string Version,
    DateTimeOffset StartedAt,
    int ActivePlanets,
    int PendingCounters,
    long DroppedCounters,
    int QueuedBatches,
    double CounterAgeMs = 0,
    long WrittenMessages = 0
);

/// <summary>
/// What a web node tells of itself every few seconds. <c>Id</c> is random for each process. Bytes that were allocated on
/// its heap and frames that were put into connections' outboxes are counted from its start, both up to one moment.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record WebNodeReport(
    string Id,
    string Host,
    string Version,
    DateTimeOffset StartedAt,
    int Connections,
    long AllocatedBytes,
    long Deliveries
);
