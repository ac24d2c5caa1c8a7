using Connecto.Caching;

namespace Connecto.Web.Caching;

/// <summary>
/// What has changed, as this node hears it: numbered without a gap under an epoch, so it knows when it has missed
/// something, and gives everything up. Safe for use by several threads.
/// </summary>
internal sealed class ChangeFeed(TimeProvider time)
{
    /// <summary>How long the node may go without an answer: within it, it is surely still told.</summary>
    internal static readonly TimeSpan GoodFor = 2 * ICacheGrain.Every;

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Guid _epoch;
    private long _number;
    private long _confirmedAt = -1;

    public TagNumbers Tags { get; } = new();

    /// <summary>Completes when the node has been attached for the first time.</summary>
    public Task Attached => _attached.Task;

    /// <summary>Whether the node is told what changes, or finds out within <see cref="ICacheGrain.Every"/>.</summary>
    public bool IsCurrent => Volatile.Read(ref _confirmedAt) is >= 0 and var at && time.GetElapsedTime(at) < GoodFor;

    /// <summary>A change of this process, which may not reach anybody else yet.</summary>
    public void Own(CacheChange change) => GiveUp(change);

    public void Told(CacheChanges changes)
    {
        lock (_lock)
        {
            if (changes.Epoch != _epoch || changes.From != _number)
            {
                Tags.GiveUpAll();
            }
            foreach (var change in changes.Changes)
            {
                GiveUp(change);
            }
            (_epoch, _number) = (changes.Epoch, changes.From + changes.Changes.Length);
        }
    }

    /// <summary>The register has answered a call made at <paramref name="askedAt"/>.</summary>
    public void Confirmed(CacheStand stand, long askedAt)
    {
        lock (_lock)
        {
            if (stand.Epoch != _epoch || stand.Number > _number)
            {
                Tags.GiveUpAll();
                (_epoch, _number) = (stand.Epoch, stand.Number);
            }
            Volatile.Write(ref _confirmedAt, askedAt);
        }
        _attached.TrySetResult();
    }

    private void GiveUp(CacheChange change)
    {
        if (change.Tags.Contains(CacheTags.Everything))
        {
            Tags.GiveUpAll();
        }
        else
        {
            Tags.GiveUp(change.Tags);
        }
    }
}
