using Connecto.Delivery;
using Connecto.Diagnostics;
using Connecto.Messages;
using Orleans;

namespace Connecto.Planets;

/// <content>
/// A planet that nobody uses lets go of all that can be read again and keeps its claim: its epoch, its head, and the
/// web nodes that it tells. The next call reads the rest anew, and nobody can tell but by the time it takes. Whatever
/// uses the state says so by a <see cref="Visit"/>, and keeps the planet from resting for as long.
/// </content>
internal sealed partial class PlanetGrain
{
    private int _visits;

    // What readers had been told of the newest messages when it went to rest.
    private int _toldCounts;

    // Whether counters were not taken, so that only memory has them.
    private bool _hasUnwritten;

    public async Task<bool> Rest()
    {
        DropExpired();
        if (
            _visits == 0
            && (_presence is null || (_nodes.Count == 0 && _presence.IsUnused(time, options.Value.EndAfter)))
        )
        {
            DeactivateOnIdle();
            return true;
        }
        if (_presence is { Rests: true })
        {
            return true;
        }
        if (!IsQuiet)
        {
            return false;
        }
        WriteUnwritten();
        await counters.FlushAsync(Id);
        // Calls may have come meanwhile, and PostgreSQL may be away.
        if (!IsQuiet || _hasUnwritten || counters.Holds(Id))
        {
            return false;
        }
        LetGo();
        return true;
    }

    private bool IsQuiet =>
        !_lost
        && _visits == 0
        && _state is not null
        && _typists.Count == 0
        && !_nodes.Exists(link => link.IsOwedCounts);

    /// <summary>Begins to use the state; begun before the planet is made ready, and ended by disposing of it.</summary>
    private Visit Enter(bool isUse = true)
    {
        _visits++;
        if (isUse)
        {
            _presence?.Use(time);
        }
        return new Visit(this);
    }

    private void EndVisit()
    {
        if (--_visits == 0)
        {
            _state?.Messages.TrimOlder();
        }
    }

    private readonly struct Visit(PlanetGrain planet) : IDisposable
    {
        public void Dispose() => planet.EndVisit();
    }

    private void LetGo()
    {
        using (Enter(isUse: false))
        {
            FlushCounters();
            TellUsers();
            _toldCounts = Fingerprint(NewestCounts());
        }
        _state = null;
        (_pump, _writing) = (null, Task.CompletedTask);
        _readingEvents = null;
        _refreshing = Task.CompletedTask;
        _receiptTimer?.Dispose();
        _typingTimer?.Dispose();
        (_receiptTimer, _typingTimer, _receiptTimerRuns) = (null, null, false);
        (_sending, _pending, _moves, _untold, _typists) = (null!, null!, null!, null!, null!);
        _presence!.Rests = true;
        GrainMetrics.Rested();
    }

    /// <summary>Reads anew what the planet let go of; false where it has another activation by now.</summary>
    private async Task<bool> WakeAsync(ActivePlanet presence)
    {
        // Every change advances the head: where it stands as it stood, what was read before is of that head.
        if (await ReadAsync(() => planets.StandingAsync(Id, presence.Epoch, presence.HeadRev)) is not { } state)
        {
            return false;
        }
        Begin(state);
        presence.Rests = false;
        GrainMetrics.Woken();
        if (Fingerprint(NewestCounts()) != _toldCounts)
        {
            // Somebody hides his receipts now, or shows them again.
            _countsDue = true;
            StartReceiptTimer();
        }
        return true;
    }

    private void WriteUnwritten()
    {
        if (!_hasUnwritten)
        {
            return;
        }
        using var visit = Enter(isUse: false);
        _hasUnwritten = false;
        foreach (var member in State.ReadFurther)
        {
            WriteCursor(member.UserId, State.Cursors.Cursor(member.UserId)!.Value);
        }
    }

    private static int Fingerprint(IEnumerable<MessageCount> counts)
    {
        var hash = new HashCode();
        foreach (var count in counts)
        {
            hash.Add(count);
        }
        return hash.ToHashCode();
    }

    // Nodes that stopped renewing are dropped; a planet that some node watches stays.
    private void DropExpired()
    {
        var now = time.GetUtcNow();
        for (var i = _nodes.Count - 1; i >= 0; i--)
        {
            if (_presence!.HasExpired(_nodes[i].Node, now))
            {
                Drop(i);
            }
        }
    }

    private void Drop(int place)
    {
        _presence?.Detach(_nodes[place].Node);
        _nodes.RemoveAt(place);
        if (_nodes.Count == 0)
        {
            DelayDeactivation(TimeSpan.Zero);
        }
    }
}
