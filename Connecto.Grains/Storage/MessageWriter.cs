using Connecto.Storage.Lanes;
using Microsoft.Extensions.Logging;

namespace Connecto.Storage;

/// <summary>
/// Group commit: planets hand in batches, and each lane takes whatever waits into one transaction. A planet always
/// goes through the same lane. Any number of threads may call it.
/// </summary>
public sealed class MessageWriter : IAsyncDisposable
{
    private readonly WriterLane[] _lanes;
    private volatile bool _stopping;

    public MessageWriter(StorageOptions options, Databases databases, ILogger<MessageWriter> logger) =>
        _lanes = [.. Enumerable.Range(0, options.Lanes).Select(_ => new WriterLane(databases, options, logger))];

    /// <summary>Batches that wait for a transaction.</summary>
    public int Queued => _lanes.Sum(lane => lane.Queued);

    /// <summary>Messages that were committed since the start.</summary>
    public long Written => _lanes.Sum(lane => lane.Written);

    /// <summary>Whether PostgreSQL leaves a transaction without an answer for longer than it should.</summary>
    public bool IsSilent => Array.Exists(_lanes, lane => lane.IsSilent);

    /// <summary>
    /// Writes a batch; the answer comes after its commit. Never throws. Cancelling withdraws a batch only while it
    /// still waits.
    /// </summary>
    /// <param name="silent">
    /// Ended where PostgreSQL has not answered for <see cref="StorageOptions.SilentAfter"/> while the batch is under way: whoever
    /// waits is better told now. What waits behind it has failed then.
    /// </param>
    public Task<BatchOutcome> WriteAsync(
        PlanetBatch batch,
        TaskCompletionSource? silent,
        CancellationToken cancellation = default
    )
    {
        var pending = new PendingBatch(batch, silent, cancellation);
        var lane = LaneOf(batch.PlanetId.Value);
        if (!lane.TryAdd(pending))
        {
            pending.End(
                new BatchOutcome.Failed(
                    _stopping ? "stopping"
                    : lane.IsSilent ? "no answer"
                    : "full"
                )
            );
        }
        return pending.Outcome;
    }

    /// <summary>The same where nobody is to be told before the outcome.</summary>
    public Task<BatchOutcome> WriteAsync(PlanetBatch batch, CancellationToken cancellation = default) =>
        WriteAsync(batch, null, cancellation);

    /// <summary>Writes what waits and refuses everything after.</summary>
    public Task StopAsync()
    {
        _stopping = true;
        return Task.WhenAll(_lanes.Select(lane => lane.DisposeAsync().AsTask()));
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    // The low bits of an id are a sequence number that is mostly zero; multiplying spreads the others (Knuth).
    private WriterLane LaneOf(long planetId) =>
        _lanes[(int)(((ulong)planetId * 0x9E37_79B9_7F4A_7C15) >> 33) % _lanes.Length];
}
