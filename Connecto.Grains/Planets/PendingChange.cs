using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;

namespace Connecto.Planets;

/// <summary>A change that waits for its batch, and the caller who waits for it.</summary>
internal abstract class PendingChange
{
    /// <summary>The message that must be in memory before the change can be drafted, if any.</summary>
    public long? Needs { get; init; }

    /// <summary>Puts the change into the draft, which gives it its number; throws what the caller is to be refused with.</summary>
    public abstract void Draft(PlanetDraft draft);

    /// <summary>Answers the caller with what the last draft gave.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception reason);
}

/// <summary>A change that answers the rev of its event, or the head where nothing changed.</summary>
internal sealed class PendingRev(Func<PlanetDraft, long> change) : PendingChange
{
    private readonly TaskCompletionSource<long> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _rev;

    public Task<long> Done => _done.Task;

    public override void Draft(PlanetDraft draft) => _rev = change(draft);

    public override void Complete() => _done.TrySetResult(_rev);

    public override void Fail(Exception reason) => _done.TrySetException(reason);
}

/// <summary>
/// A message that waits for its batch; its key is known while it waits, so that a retry joins it. Refusals are
/// outcomes, not exceptions, and those of one call are awaited together: what follows the last one runs at once, in
/// the turn that ends it.
/// </summary>
internal sealed class PendingSend(SendRequest request, byte[] hash, Func<PlanetDraft, PendingSend, SendResult> change)
    : PendingChange
{
    private readonly TaskCompletionSource<SendOutcome> _done = new();
    private SendResult? _result;

    public SendRequest Request => request;
    public byte[] Hash => hash;
    public (Snowflake Sender, string Key) Key => (request.SenderId, request.ClientMessageId);
    public Task<SendOutcome> Done => _done.Task;

    public override void Draft(PlanetDraft draft) => _result = change(draft, this);

    public override void Complete() => Complete(SendOutcome.Done(_result!));

    /// <summary>Answers the caller with the outcome of an earlier send.</summary>
    public void Complete(SendOutcome original) => _done.TrySetResult(original);

    public override void Fail(Exception reason)
    {
        if (reason is ChatException refusal)
        {
            Complete(SendOutcome.Refused(refusal));
        }
        else
        {
            _done.TrySetException(reason);
        }
    }
}
