using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;

namespace Connecto.Planets;

/// <summary>A change that waits for its batch, and the caller who waits for it.</summary>
internal abstract class PendingChange
{
    /// <summary>The message that must be in memory before the change can be drafted, if any.</summary>
    public long? Needs { get; init; }

    /// <summary>Timestamp of when it began to wait.</summary>
    public long Since { get; set; }

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
/// outcomes, not exceptions.
/// </summary>
internal sealed class PendingSend(SendRequest request, byte[] hash, PostCall call, int index) : PendingChange
{
    // Null once it has ended: a batch that breaks after its commit fails what was answered already.
    private PostCall? _call = call;
    private List<PendingSend>? _joined;
    private List<PendingSend>? _rivals;
    private SendResult? _result;

    /// <summary>Whether an operator sends it, who need not be a member.</summary>
    public bool Announces { get; init; }

    public SendRequest Request => request;
    public byte[] Hash => hash;
    public (Snowflake Sender, string Key) Key => (request.SenderId, request.ClientMessageId);

    /// <summary>A retry while this one is under way ends as it does.</summary>
    public void Join(PendingSend retry) => (_joined ??= []).Add(retry);

    /// <summary>Another message under the same key waits for how this one ends: the key is free if nothing is stored.</summary>
    public void Contest(PendingSend rival) => (_rivals ??= []).Add(rival);

    /// <summary>Those that have waited for its end, once.</summary>
    public IReadOnlyList<PendingSend> TakeRivals()
    {
        var rivals = _rivals;
        _rivals = null;
        return rivals ?? [];
    }

    public override void Draft(PlanetDraft draft) =>
        _result = Announces ? MessageChanges.Announce(draft, request, hash) : MessageChanges.Send(draft, request, hash);

    public override void Complete() => Complete(SendOutcome.Done(_result!));

    /// <summary>Answers the caller with this outcome, such as that of an earlier send.</summary>
    public void Complete(SendOutcome outcome)
    {
        if (_call is not { } waiting)
        {
            return;
        }
        _call = null;
        waiting.End(index, outcome);
        if (_joined is not null)
        {
            var repeated = outcome.Result is { } result ? SendOutcome.Done(result with { Duplicate = true }) : outcome;
            _joined.ForEach(joined => joined.Complete(repeated));
        }
    }

    public override void Fail(Exception reason)
    {
        if (reason is ChatException refusal)
        {
            Complete(SendOutcome.Refused(refusal));
        }
        else if (_call is { } waiting)
        {
            _call = null;
            waiting.Fail(reason);
            _joined?.ForEach(joined => joined.Fail(reason));
        }
    }
}
