namespace Connecto.Storage.Lanes;

/// <summary>A planet's batch on its way through a lane.</summary>
/// <param name="silent">Ended where PostgreSQL does not answer for long; the outcome follows nevertheless. Null: nobody asks.</param>
internal sealed class PendingBatch(PlanetBatch batch, TaskCompletionSource? silent, CancellationToken cancellation)
{
    private readonly TaskCompletionSource<BatchOutcome> _outcome = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    public PlanetBatch Batch => batch;

    /// <summary>About how many rows it writes: each new message has its event.</summary>
    public int Rows { get; } =
        1 + batch.ChangedMessages.Count + batch.Reactions.Count + batch.Events.Count + batch.Members.Count;

    /// <summary>Whether the caller has given up; looked at only while nothing is written yet.</summary>
    public bool Cancelled => cancellation.IsCancellationRequested;

    public Task<BatchOutcome> Outcome => _outcome.Task;

    public void FallSilent() => silent?.TrySetResult();

    public void End(BatchOutcome outcome) => _outcome.TrySetResult(outcome);
}
