using Connecto.Delivery;

namespace Connecto.Web.Chat;

/// <content>What happens when a frame was lost: the planet is asked, and later frames wait meanwhile.</content>
internal sealed partial class PlanetSubscriptions
{
    /// <summary>Frames kept while a gap is fetched. Beyond that they are let go and fetched as a gap of their own.</summary>
    private const int MaxHeld = 64;

    /// <summary>
    /// Attempts that bring nothing new before continuity is given up: an activation that has lost the planet may answer
    /// for a while.
    /// </summary>
    private const int MaxFruitless = 10;

    private static readonly TimeSpan _firstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longestRetry = TimeSpan.FromSeconds(5);

    private readonly List<PlanetFrame> _held = [];
    private bool _repairing;

    /// <summary>Fetches what is missing up to the planet's head, unless that is under way.</summary>
    public void Repair()
    {
        lock (_lock)
        {
            StartRepair();
        }
    }

    private void StartRepair()
    {
        if (!_closed && !_repairing && _rev != Unknown)
        {
            _repairing = true;
            WebMetrics.GapFound();
            _ = RepairAsync();
        }
    }

    private async Task RepairAsync()
    {
        await Task.Yield();
        var retry = _firstRetry;
        for (var fruitless = 0; ; )
        {
            if (CurrentRev() is not { } rev)
            {
                return;
            }
            try
            {
                var missed = await Grain.Gap(rev).WaitAsync(_patience, node.Time);
                if (TryMend(missed, isLast: fruitless == MaxFruitless))
                {
                    return;
                }
                fruitless = CurrentRev() > rev ? 0 : fruitless + 1;
            }
            catch (Exception failure)
            {
                // The planet cannot answer now. It is asked for as long as anybody here subscribes to it.
                Log.GapNotFetched(logger, id, failure);
            }
            await Task.Delay(retry, node.Time);
            retry = retry * 2 < _longestRetry ? retry * 2 : _longestRetry;
        }
    }

    private long? CurrentRev()
    {
        lock (_lock)
        {
            return _closed ? null : _rev;
        }
    }

    // True once the node is in step, or has given up what it had.
    private bool TryMend(PlanetFrame? missed, bool isLast)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return true;
            }
            if (missed is not null && missed.Epoch >= _epoch)
            {
                _epoch = missed.Epoch;
                if (missed.FromRev > _rev)
                {
                    GiveUp();
                    return true;
                }
                if (TryTake(missed) && TryTakeHeld())
                {
                    _repairing = false;
                    return true;
                }
            }
            if (missed is not null && !isLast)
            {
                return false;
            }
            GiveUp();
            return true;
        }
    }

    private void GiveUp()
    {
        Log.ContinuityLost(logger, id, _rev);
        TearAll();
        _held.Clear();
        _rev = Unknown;
        _repairing = false;
        _attached = false;
        if (!_closed)
        {
            _ = _attaching ??= AttachAsync();
        }
    }

    /// <summary>Takes what was held, as far as it is dense; false where a hole is left, and what follows it stays held.</summary>
    private bool TryTakeHeld()
    {
        for (var i = 0; i < _held.Count; i++)
        {
            var frame = _held[i];
            if (frame.Epoch < _epoch)
            {
                continue;
            }
            _epoch = frame.Epoch;
            if (!TryTake(frame))
            {
                _held.RemoveRange(0, i);
                return false;
            }
        }
        _held.Clear();
        return true;
    }

    private void Hold(PlanetFrame frame)
    {
        if (_held.Count == MaxHeld)
        {
            _held.Clear();
        }
        _held.Add(frame);
    }

    /// <summary>Has one client subscribe again, now or, where its opening is under way, after that.</summary>
    public void TearOne(Subscription subscription)
    {
        lock (_lock)
        {
            if (subscription.Index >= 0)
            {
                TearOrLose(subscription);
                CloseIfEmpty();
            }
        }
    }

    private void TearAll()
    {
        // What comes next may stand lower, where the planet was set back.
        _head = null;
        for (var i = _subscriptions.Count - 1; i >= 0; i--)
        {
            TearOrLose(_subscriptions[i]);
        }
        CloseIfEmpty();
    }

    private void TearOrLose(Subscription subscription)
    {
        if (subscription.IsLive)
        {
            Tear(subscription);
        }
        else
        {
            subscription.LoseBuffered();
        }
    }
}
