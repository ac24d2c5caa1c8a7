using System.Collections.Immutable;
using Connecto.Errors;
using Connecto.Messages;
using Connecto.Planets;

namespace Connecto.Delivery;

/// <summary>What waits for one planet in this process. It ends when nothing waits any more, and is then replaced.</summary>
internal sealed class SendQueue(IPlanetGrain planet, Action<SendQueue> ended)
{
    /// <summary>Messages that wait at most; more are refused with <c>unavailable</c>.</summary>
    internal const int MaxWaiting = 10_000;

    /// <summary>Messages of one call at most.</summary>
    internal const int MaxTogether = 512;

    /// <summary>Milliseconds for which late calls are made again. The last one is then left to fail.</summary>
    internal const int CalledAgainFor = 15_000;

    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _waiting = new();
    private TaskCompletionSource _again = new();
    private long _takenAt = Environment.TickCount64;
    private long _calledAt = Environment.TickCount64;
    private bool _carrying;
    private bool _ended;

    private readonly record struct Waiting(SendRequest Request, TaskCompletionSource<SendResult> Done);

    /// <summary>Takes a message, or answers null where the queue has ended.</summary>
    public Task<SendResult>? TrySend(SendRequest request)
    {
        // Answered one after the other by whoever carries them, so that answers to one connection share a packet.
        var done = new TaskCompletionSource<SendResult>();
        lock (_lock)
        {
            if (_ended)
            {
                return null;
            }
            if (_waiting.Count >= MaxWaiting)
            {
                return Task.FromException<SendResult>(new ChatException(ErrorCode.Unavailable));
            }
            _waiting.Enqueue(new Waiting(request, done));
            if (_carrying)
            {
                return done.Task;
            }
            _carrying = true;
        }
        _ = CarryAsync();
        return done.Task;
    }

    private async Task CarryAsync()
    {
        while (Take() is { } together)
        {
            try
            {
                var outcomes = await PostAsync([.. together.Select(waiting => waiting.Request)]);
                for (var i = 0; i < together.Length; i++)
                {
                    Answer(together[i].Done, outcomes[i]);
                }
            }
            catch (Exception failure)
            {
                foreach (var waiting in together)
                {
                    waiting.Done.TrySetException(failure);
                }
            }
        }
    }

    /// <summary>Makes the call that is under way again.</summary>
    public void CallAgain() => Volatile.Read(ref _again).TrySetResult();

    /// <summary>
    /// Whether the call under way has had no answer for so many milliseconds, and its messages are young enough for another.
    /// </summary>
    public bool IsLate(long after)
    {
        var now = Environment.TickCount64;
        return now - Volatile.Read(ref _calledAt) > after && now - Volatile.Read(ref _takenAt) < CalledAgainFor;
    }

    private async Task<ImmutableArray<SendOutcome>> PostAsync(ImmutableArray<SendRequest> requests)
    {
        Volatile.Write(ref _takenAt, Environment.TickCount64);
        while (true)
        {
            var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _again, again);
            Volatile.Write(ref _calledAt, Environment.TickCount64);
            var posted = planet.Post(requests);
            if (await Task.WhenAny(posted, again.Task) == posted)
            {
                return await posted;
            }
            _ = posted.ContinueWith(static late => late.Exception, TaskScheduler.Default);
        }
    }

    private static void Answer(TaskCompletionSource<SendResult> done, SendOutcome outcome)
    {
        try
        {
            done.TrySetResult(outcome.OrThrow());
        }
        catch (ChatException refusal)
        {
            done.TrySetException(refusal);
        }
    }

    private Waiting[]? Take()
    {
        lock (_lock)
        {
            if (_waiting.Count > 0)
            {
                var together = new Waiting[Math.Min(_waiting.Count, MaxTogether)];
                for (var i = 0; i < together.Length; i++)
                {
                    together[i] = _waiting.Dequeue();
                }
                return together;
            }
            _ended = true;
        }
        ended(this);
        return null;
    }
}
