using Connecto.Archive;
using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Search;
using Connecto.Storage;
using Connecto.Users;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Concurrency;

namespace Connecto.Planets;

/// <summary>
/// Holds one planet's hot state and decides its order. Calls interleave where they wait for PostgreSQL; between two
/// awaits the state is whole. What was committed is applied, acknowledged and sent to web nodes in that order.
/// </summary>
[Reentrant]
internal sealed partial class PlanetGrain(
    PlanetStore planets,
    MessageStore messages,
    EventStore events,
    MessageWriter writer,
    CounterWriter counters,
    MessageArchive archive,
    Notifier notifier,
    SearchIndexer indexer,
    SnowflakeGenerator ids,
    ActivePlanets active,
    IOptions<PlanetOptions> options,
    StorageOptions storage,
    TimeProvider time,
    ILogger<PlanetGrain> logger
) : Grain, IPlanetGrain
{
    /// <summary>
    /// How long anybody waits at most for a planet that is being read: late is better than refused, while PostgreSQL is only
    /// slow.
    /// </summary>
    private static readonly TimeSpan _readWithin = TimeSpan.FromSeconds(5);

    private PlanetState? _state;
    private ActivePlanet? _presence;
    private Task? _loading;

    // Set once another activation has claimed the planet, or this one ends: it writes and tells nothing any more.
    private bool _lost;

    private Snowflake Id => new(this.GetPrimaryKeyLong());

    private PlanetState State =>
        _visits > 0 ? _state! : throw new InvalidOperationException("Nothing here keeps the planet from resting.");

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _lost = true;
        if (_presence is not null)
        {
            active.Remove(_presence);
        }
        if (_pump is not null)
        {
            await _pump.WaitAsync(cancellationToken);
        }
        if (_state is not null)
        {
            using var visit = Enter(isUse: false);
            TellUsers();
        }
        if (_presence is not null)
        {
            await counters.FlushAsync(Id, cancellationToken);
            foreach (var link in _nodes)
            {
                link.SendEnd(Id, _presence.Epoch);
            }
        }
    }

    // The planet is claimed and read at the first call, not at activation, so that a database which is away answers
    // `unavailable` and the next call tries again.
    private ValueTask ReadyAsync(bool isSend = false)
    {
        if (_lost)
        {
            var isDeleted = _state?.Row.DeletedAt is not null;
            throw new ChatException(isDeleted ? ErrorCode.NotFound : ErrorCode.Unavailable);
        }
        return _state is not null ? ValueTask.CompletedTask : new ValueTask(LoadOnceAsync(isSend));
    }

    /// <summary>Also refuses who is no active member, as he may know of the planet or not.</summary>
    private async ValueTask<StoredMember> ReadyAsync(Snowflake userId)
    {
        await ReadyAsync();
        if (State.Member(userId) is { HasAccess: true } member)
        {
            return member;
        }
        await WrittenAsync();
        var refusal = await RefusalAsync(userId);
        return State.Member(userId) is { HasAccess: true } since ? since : throw new ChatException(refusal);
    }

    // What is being written may let in who would be refused, and who reads PostgreSQL knows that sooner than this grain.
    private async ValueTask WrittenAsync()
    {
        await Task.WhenAny(_writing);
        await ReadyAsync();
    }

    /// <summary>
    /// How somebody is refused who is no active member when this ends: who takes part in the travel knows of its planets.
    /// </summary>
    private async ValueTask<ErrorCode> RefusalAsync(Snowflake userId)
    {
        if (State.Member(userId) is not { HasAccess: true })
        {
            await RequireStandingAsync();
        }
        var refusal = PlanetState.Refusal(State.Member(userId));
        if (refusal != ErrorCode.NotFound || State.Row.TravelId is not { } travelId)
        {
            return refusal;
        }
        var participants = await SoonAsync(planets.ProfilesAsync(travelId, [userId]));
        return participants.Count > 0 ? ErrorCode.NotMember : ErrorCode.NotFound;
    }

    /// <summary>
    /// Throws where another activation has claimed the planet meanwhile, as when this silo was declared dead and does not
    /// know yet. What is written finds that out by itself; an answer that says "no", or "so it is already", asks here, as
    /// its caller takes it for the truth.
    /// </summary>
    private async ValueTask RequireStandingAsync()
    {
        long? epoch;
        try
        {
            epoch = await SoonAsync(planets.EpochAsync(Id));
        }
        catch (Exception failure) when (failure is not ChatException)
        {
            Log.StandingUnknown(logger, Id, failure);
            throw new ChatException(ErrorCode.Unavailable);
        }
        // While a batch is settled a newer claim may be our own.
        var isAnothers = epoch is null || epoch > State.Row.Epoch;
        if (isAnothers && !_unsettled && !_lost)
        {
            GiveUp(State.Row.Epoch);
        }
        if (_unsettled || _lost)
        {
            throw new ChatException(ErrorCode.Unavailable);
        }
    }

    /// <summary>Waits for what PostgreSQL is asked, but not long: its late answer is for nobody.</summary>
    /// <exception cref="ChatException"><see cref="ErrorCode.Unavailable"/>: it has not answered yet.</exception>
    private async Task<T> SoonAsync<T>(Task<T> asked)
    {
        try
        {
            return await asked.WaitAsync(storage.SilentAfter);
        }
        catch (TimeoutException silence)
        {
            Log.Unanswered(logger, Id, silence);
            throw new ChatException(ErrorCode.Unavailable);
        }
    }

    // Who has waited long enough leaves, and the planet is read on for those who come later.
    private async Task LoadOnceAsync(bool isSend)
    {
        var isFirst = _loading is not { IsCompleted: false };
        var loading = isFirst ? LoadAsync() : _loading!;
        _loading = loading;
        try
        {
            await WaitAsync(loading, isSend);
        }
        catch (TimeoutException silence)
        {
            if (isFirst)
            {
                Log.Unanswered(logger, Id, silence);
            }
            throw new ChatException(ErrorCode.Unavailable);
        }
    }

    private async Task WaitAsync(Task loading, bool isSend)
    {
        try
        {
            await loading.WaitAsync(isSend ? storage.SilentAfter : _readWithin);
        }
        catch (TimeoutException) when (isSend && !writer.IsSilent)
        {
            // Other planets are answered, as far as anybody knows.
            await loading.WaitAsync(_readWithin);
        }
    }

    private async Task LoadAsync()
    {
        using var visit = Enter(isUse: false);
        bool isThere;
        try
        {
            isThere = _presence is null ? await ClaimAsync() : await WakeAsync(_presence);
        }
        catch (Exception failure) when (failure is not ChatException)
        {
            Log.LoadFailed(logger, Id, failure);
            throw new ChatException(ErrorCode.Unavailable);
        }
        if (!isThere && _presence is not null)
        {
            GiveUp(_presence.Epoch);
            throw new ChatException(ErrorCode.Unavailable);
        }
        if (!isThere)
        {
            DeactivateOnIdle();
            throw new ChatException(ErrorCode.NotFound);
        }
        foreach (var member in State.ReadFurther)
        {
            WriteCursor(member.UserId, State.Cursors.Cursor(member.UserId)!.Value);
        }
        _ = WithdrawAllAsync([.. State.Members.Where(member => member.HasLeftTravel)]);
    }

    /// <summary>Takes the planet over from whichever activation had it; false where there is none.</summary>
    private async Task<bool> ClaimAsync()
    {
        if (
            await planets.ClaimAsync(Id) is not { } row
            || await ReadAsync(() => Task.FromResult<StoredPlanet?>(row)) is not { } state
        )
        {
            return false;
        }
        Begin(state);
        // Ticks go on where no earlier activation can have been, since readers compare theirs with those to come.
        _tick = row.Epoch << 32;
        _presence = new ActivePlanet(Id);
        _presence.Stand(row.Epoch, row.HeadRev);
        _presence.Use(time);
        active.Add(_presence);
        return true;
    }

    /// <summary>Reads what is not of the planet's row, then takes the row; null where there is none.</summary>
    private async Task<PlanetState?> ReadAsync(Func<Task<StoredPlanet?>> read)
    {
        await RequireWrittenAsync();
        var members = await planets.MembersAsync(Id);
        var newest = await messages.NewestAsync(Id, LoadedMessages);
        if (newest.Any(message => message.ReplyToSeq is not null))
        {
            await messages.RecountRepliesAsync(Id, newest[0].Seq);
            newest = await messages.NewestAsync(Id, LoadedMessages);
        }
        if (await read() is not { } row)
        {
            return null;
        }
        var isBlocked = row.Kind == PlanetKind.Direct && await planets.IsBlockedAsync(Id);
        return new PlanetState(row, members, newest) { IsBlocked = isBlocked };
    }

    // What the planet works with beside its state is there with it, and gone while it rests.
    private void Begin(PlanetState state)
    {
        if (_lost)
        {
            // The activation has ended while nobody waited for what it read.
            throw new ChatException(ErrorCode.Unavailable);
        }
        _state = state;
        (_sending, _pending, _moves, _untold, _typists) = ([], [], [], [], []);
    }

    // Cursors that this silo has not written yet would otherwise be read as they were before.
    private async Task RequireWrittenAsync()
    {
        if (counters.Holds(Id))
        {
            await counters.FlushAsync(Id);
            if (counters.Holds(Id))
            {
                throw new ChatException(ErrorCode.Unavailable);
            }
        }
    }

    /// <summary>Messages read at activation; the ring fills up to its capacity from there.</summary>
    private const int LoadedMessages = 500;

    private void GiveUp(long epoch)
    {
        Log.Lost(logger, Id, epoch);
        End();
    }

    private void End()
    {
        _lost = true;
        active.Remove(_presence!);
        DeactivateOnIdle();
    }
}
