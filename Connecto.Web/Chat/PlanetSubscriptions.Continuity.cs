using Connecto.Delivery;

namespace Connecto.Web.Chat;

/// <content>How the node stays in step with the planet: its lease, and frames that came in order.</content>
internal sealed partial class PlanetSubscriptions
{
    /// <summary>A call that went to a silo which is gone would be long in failing; it is made anew before that.</summary>
    private static readonly TimeSpan _patience = PlanetLease.RenewEvery;

    private Task? _attaching;
    private bool _attached;
    private string? _silo;

    /// <summary>The silo that renews the lease; null before there is one.</summary>
    public string? Silo
    {
        get
        {
            lock (_lock)
            {
                return _silo;
            }
        }
    }

    /// <summary>Takes a frame from the planet.</summary>
    public void Deliver(PlanetFrame frame)
    {
        lock (_lock)
        {
            // What an activation tells that has lost the planet, its successor tells too.
            if (_closed || frame.Epoch < _epoch)
            {
                return;
            }
            if (_rev == Unknown || _repairing)
            {
                Hold(frame);
                return;
            }
            // A new activation may have lost cursors that were not yet written; with the gap come counts.
            if (frame.Epoch > _epoch || !TryTake(frame))
            {
                Hold(frame);
                StartRepair();
            }
        }
    }

    /// <summary>Completes once the planet sends frames to this node.</summary>
    public Task EnsureAttachedAsync()
    {
        lock (_lock)
        {
            return _attached ? Task.CompletedTask : _attaching ??= AttachAsync();
        }
    }

    /// <summary>Attaches again to a planet that did not renew: it has a new activation, or none.</summary>
    public Task AttachAgainAsync()
    {
        lock (_lock)
        {
            if (_closed)
            {
                return Task.CompletedTask;
            }
            _attached = false;
            return _attaching ??= AttachAsync();
        }
    }

    /// <summary>Whether the activation that has ended is the one that this node is attached to.</summary>
    public bool IsEndOf(long epoch)
    {
        lock (_lock)
        {
            return !_closed && epoch >= _epoch;
        }
    }

    /// <summary>The planet is gone: whoever subscribes hears so when he subscribes again.</summary>
    public void OnGone()
    {
        lock (_lock)
        {
            TearAll();
        }
    }

    private async Task AttachAsync()
    {
        // Leaves the caller's lock before anything else.
        await Task.Yield();
        try
        {
            var attachment = await Grain.Attach(node.Id, node.PlanetObserver).WaitAsync(_patience, node.Time);
            lock (_lock)
            {
                _attaching = null;
                _attached = true;
                _silo = attachment.Silo;
                Stand(attachment.Lease);
            }
        }
        catch
        {
            lock (_lock)
            {
                _attaching = null;
            }
            throw;
        }
    }

    private void Stand(PlanetLease lease)
    {
        if (_closed || lease.Epoch < _epoch)
        {
            return;
        }
        var isNewEpoch = lease.Epoch > _epoch;
        _epoch = lease.Epoch;
        if (_rev == Unknown)
        {
            _rev = lease.HeadRev;
            if (!TryTakeHeld())
            {
                StartRepair();
            }
        }
        else if (isNewEpoch && lease.HeadRev < _rev)
        {
            // A planet that was set back, as by a restored backup. No event can bridge that.
            Log.SetBack(logger, id, _rev, lease.HeadRev);
            TearAll();
            _rev = lease.HeadRev;
        }
        else if (isNewEpoch || lease.HeadRev > _rev)
        {
            StartRepair();
        }
    }

    /// <summary>Hands a frame on; false where it leaves a hole before it.</summary>
    private bool TryTake(PlanetFrame frame)
    {
        if (!frame.Events.IsEmpty)
        {
            if (frame.FromRev > _rev)
            {
                return false;
            }
            _rev = Math.Max(_rev, frame.FromRev + frame.Events.Length);
        }
        if (frame.Head is { } head)
        {
            NoteHead(head);
        }
        HandOnToAll(new EncodedFrame(frame));
        return true;
    }

    private async Task DetachAsync()
    {
        try
        {
            await Grain.Detach(node.Id);
        }
        catch (Exception failure)
        {
            // The planet drops a node that does not renew.
            Log.NotDetached(logger, id, failure);
        }
    }
}
