using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Connecto.Archive;
using Connecto.Storage;
using Connecto.Storage.Replicas;

namespace Connecto.Diagnostics;

/// <summary>What grains count. Names follow OpenTelemetry's.</summary>
internal static class GrainMetrics
{
    public const string MeterName = "Connecto.Grains";

    private static readonly Meter _meter = new(MeterName);

    private static readonly InstrumentAdvice<int> _many = new()
    {
        HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 1_000, 10_000, 100_000],
    };

    private static readonly Counter<long> _audits = _meter.CreateCounter<long>(
        "connecto.audit.planets",
        "{planet}",
        "Planets whose counters were counted anew."
    );

    private static readonly Counter<long> _differences = _meter.CreateCounter<long>(
        "connecto.audit.differences",
        "{counter}",
        "Counters that an audit found wrong and repaired; 0 is expected."
    );

    private static readonly Counter<long> _rested = _meter.CreateCounter<long>(
        "connecto.planets.rested",
        "{planet}",
        "Planets that let go of their memory because nobody used them."
    );

    private static readonly Counter<long> _woken = _meter.CreateCounter<long>(
        "connecto.planets.woken",
        "{planet}",
        "Planets that read their memory again."
    );

    private static readonly Counter<long> _slowQueries = _meter.CreateCounter<long>(
        "connecto.queries.slow",
        "{query}",
        "Queries that took longer than they may; each is in the log."
    );

    private static readonly Histogram<double> _transactions = _meter.CreateHistogram(
        "connecto.writer.transaction.duration",
        "s",
        "How long a transaction of a lane took, until PostgreSQL had answered its commit.",
        advice: DurationAdvice.Seconds
    );

    private static readonly Histogram<int> _transactionPlanets = _meter.CreateHistogram(
        "connecto.writer.transaction.planets",
        "{planet}",
        "Planets that shared a transaction of a lane.",
        advice: _many
    );

    private static readonly Histogram<double> _flushes = _meter.CreateHistogram(
        "connecto.counters.flush.duration",
        "s",
        "How long it took to write the counters that waited.",
        advice: DurationAdvice.Seconds
    );

    private static readonly Histogram<int> _flushed = _meter.CreateHistogram(
        "connecto.counters.flush.size",
        "{counter}",
        "Counters that were written together.",
        advice: _many
    );

    private static readonly Counter<long> _flushFailures = _meter.CreateCounter<long>(
        "connecto.counters.flush.failures",
        "{flush}",
        "Times that counters could not be written; they are kept and tried again."
    );

    private static readonly Counter<long> _archivedRows = _meter.CreateCounter<long>(
        "connecto.archive.rows",
        "{row}",
        "Rows that left PostgreSQL for archives."
    );

    private static readonly Counter<long> _archivedBytes = _meter.CreateCounter<long>(
        "connecto.archive.size",
        "{byte}",
        "Bytes of the files that were written for them."
    );

    private static readonly Counter<long> _restoredRows = _meter.CreateCounter<long>(
        "connecto.archive.restored",
        "{row}",
        "Rows that came back from archives."
    );

    private static readonly Counter<long> _archiveFailures = _meter.CreateCounter<long>(
        "connecto.archive.failures",
        "{failure}",
        "Archives that could not be made or restored; their rows stay where they are."
    );

    private static readonly string[] _reasons =
    [
        .. Enum.GetNames<ReplicaAnswer>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName),
    ];

    private static readonly Counter<long> _fallbacks = _meter.CreateCounter<long>(
        "connecto.replica.fallbacks",
        "{read}",
        "Reads that the primary was asked because the replica could not be, by reason."
    );

    // Gauges have no state of their own; they ask the writers of this process, in tests those of several hosts.
    private static ImmutableList<(MessageWriter Messages, CounterWriter Counters)> _writers = [];
    private static ImmutableList<Replica> _replicas = [];
    private static ImmutableList<ArchiveSweep> _archives = [];

    static GrainMetrics()
    {
        _meter.CreateObservableGauge(
            "connecto.archive.last_success",
            () => _archives.Select(archive => new Measurement<long>(archive.SucceededAt)),
            "s",
            "When a round of archiving last ended without a failure, as far as this process knows, in seconds since 1970."
        );
        _meter.CreateObservableUpDownCounter(
            "connecto.writer.waiting",
            () => _writers.Sum(writers => writers.Messages.Queued),
            "{batch}",
            "Batches of planets that wait for a transaction."
        );
        _meter.CreateObservableUpDownCounter(
            "connecto.counters.waiting",
            () => _writers.Sum(writers => writers.Counters.Depth),
            "{counter}",
            "Counters that wait to be written."
        );
        _meter.CreateObservableGauge(
            "connecto.counters.age",
            () => _writers.Select(writers => writers.Counters.Age.TotalSeconds).DefaultIfEmpty().Max(),
            "s",
            "How long the oldest counter has waited to be written."
        );
        _meter.CreateObservableCounter(
            "connecto.counters.dropped",
            () => _writers.Sum(writers => writers.Counters.Dropped),
            "{counter}",
            "Counters that were given up because too many waited."
        );
        _meter.CreateObservableGauge(
            "connecto.replica.serving",
            () => _replicas.Select(replica => new Measurement<int>(replica.Serves ? 1 : 0)),
            null,
            "1 while the replica is read, 0 while the primary is asked in its place."
        );
        _meter.CreateObservableGauge(
            "connecto.replica.lag",
            () => _replicas.Select(replica => new Measurement<double>(replica.Lag.TotalSeconds)),
            "s",
            "How far the replica was behind when it was last measured."
        );
    }

    /// <summary>Has the gauges ask this replica too.</summary>
    public static void Watch(Replica replica) => ImmutableInterlocked.Update(ref _replicas, all => all.Add(replica));

    public static void Forget(Replica replica) =>
        ImmutableInterlocked.Update(ref _replicas, all => all.Remove(replica));

    /// <summary>Has the gauge ask this one too.</summary>
    public static void Watch(ArchiveSweep archive) =>
        ImmutableInterlocked.Update(ref _archives, all => all.Add(archive));

    public static void Forget(ArchiveSweep archive) =>
        ImmutableInterlocked.Update(ref _archives, all => all.Remove(archive));

    public static void FellBack(ReplicaAnswer reason) =>
        _fallbacks.Add(1, new KeyValuePair<string, object?>("reason", _reasons[(int)reason]));

    /// <summary>Has the gauges ask these writers too.</summary>
    public static void Watch(MessageWriter messages, CounterWriter counters) =>
        ImmutableInterlocked.Update(ref _writers, all => all.Add((messages, counters)));

    public static void Forget(MessageWriter messages, CounterWriter counters) =>
        ImmutableInterlocked.Update(ref _writers, all => all.Remove((messages, counters)));

    public static void Committed(int planets, TimeSpan took)
    {
        _transactions.Record(took.TotalSeconds);
        _transactionPlanets.Record(planets);
    }

    public static void Flushed(int counters, TimeSpan took)
    {
        _flushes.Record(took.TotalSeconds);
        _flushed.Record(counters);
    }

    public static void FlushFailed() => _flushFailures.Add(1);

    public static void Archived(long rows, long bytes)
    {
        _archivedRows.Add(rows);
        _archivedBytes.Add(bytes);
    }

    public static void ArchiveRestored(long rows) => _restoredRows.Add(rows);

    public static void ArchiveFailed() => _archiveFailures.Add(1);

    public static void SlowQuery() => _slowQueries.Add(1);

    public static void Rested() => _rested.Add(1);

    public static void Woken() => _woken.Add(1);

    public static void Audited(int differences)
    {
        _audits.Add(1);
        _differences.Add(differences);
    }
}
