using Connecto.Archive;
using Connecto.Errors;
using Connecto.Ids;

namespace Connecto.Planets;

/// <content>Messages that leave for an archive and come back, between two batches: a draft holds the old floor.</content>
internal sealed partial class PlanetGrain
{
    private Task _moving = Task.CompletedTask;

    public async Task<bool> Archive(Snowflake archiveId)
    {
        using var visit = Enter(isUse: false);
        await ReadyAsync();
        // Reply counts that wait would lock the same rows in another order.
        await counters.FlushAsync(Id);
        return await MoveAsync(async () =>
        {
            switch (await archive.TakeOutAsync(archiveId, Id, State.Row.Epoch))
            {
                case TakingOut.Done done:
                    State.MoveFloor(Math.Max(done.FloorSeq, State.Row.FloorSeq));
                    return true;
                case TakingOut.Lost:
                    GiveUp(State.Row.Epoch);
                    throw new ChatException(ErrorCode.Unavailable);
                default:
                    return false;
            }
        });
    }

    public async Task MoveFloor()
    {
        using var visit = Enter(isUse: false);
        await ReadyAsync();
        await MoveAsync(async () =>
        {
            State.MoveFloor(await planets.FloorAsync(Id));
            return true;
        });
    }

    private async Task<bool> MoveAsync(Func<Task<bool>> move)
    {
        await FloorMovedAsync();
        // Nothing is awaited since, so of several one begins.
        var moving = AloneAsync(move);
        _moving = moving;
        return await moving;
    }

    private async Task<bool> AloneAsync(Func<Task<bool>> move)
    {
        await Task.WhenAny(_writing);
        if (_unsettled || _lost)
        {
            throw new ChatException(ErrorCode.Unavailable);
        }
        try
        {
            return await move();
        }
        catch (Exception failure) when (failure is not ChatException)
        {
            // It may be committed all the same, or still be: the next claim waits for that, and reads where the floor is.
            Log.FloorUnknown(logger, Id, failure);
            GiveUp(State.Row.Epoch);
            throw new ChatException(ErrorCode.Unavailable);
        }
    }

    /// <summary>Completes when no message is on its way out or in.</summary>
    private async ValueTask FloorMovedAsync()
    {
        while (!_moving.IsCompleted)
        {
            await Task.WhenAny(_moving);
        }
    }
}
