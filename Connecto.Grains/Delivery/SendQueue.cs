using System.Collections.Immutable;
using Connecto.Errors;
using Connecto.Messages;
using Connecto.Planets;

namespace Connecto.Delivery;

/// <summary>
/// What waits for one planet in this process. It ends when nothing waits any more, and is then replaced. Nobody waits long
/// for a planet that does not answer, so that clients are refused before they give up: what has waited for
/// <see cref="WaitsFor"/> when a call fails fails with it.
/// </summary>
/// <param name="post"><see cref="IPlanetGrain.Post"/> of the planet.</param>
/// <param name="time">What ages are told by.</param>
/// <param name="ended">Told when it ends.</param>
internal sealed class SendQueue(
    Func<ImmutableArray<SendRequest>, Task<ImmutableArray<SendOutcome>>> post,
    TimeProvider time,
    Action<SendQueue> ended
)
{
    /// <summary>Messages that wait at most; more are refused with <c>unavailable</c>.</summary>
    internal const int MaxWaiting = 10_000;

    /// <summary>Messages of one call at most.</summary>
    internal const int MaxTogether = 512;

    /// <summary>Age of a message up to which late calls with it are made again. The last one is then left to fail.</summary>
    internal static readonly TimeSpan CalledAgainFor = TimeSpan.FromSeconds(15);

    /// <summary>Age from which on a message that still waits fails with a call before it.</summary>
    internal static readonly TimeSpan WaitsFor = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _waiting = new();
    private TaskCompletionSource _again = new();
    private long _oldestAt = time.GetTimestamp();
    private long _calledAt = time.GetTimestamp();
    private bool _carrying;
    private bool _ended;

    private readonly record struct Waiting(SendRequest Request, TaskCompletionSource<SendResult> Done, long Since);

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
            _waiting.Enqueue(new Waiting(request, done, time.GetTimestamp()));
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
                Volatile.Write(ref _oldestAt, together[0].Since);
                var outcomes = await PostAsync([.. together.Select(waiting => waiting.Request)]);
                for (var i = 0; i < together.Length; i++)
                {
                    Answer(together[i].Done, outcomes[i]);
                }
            }
            catch (Exception failure)
            {
                foreach (var waiting in together.Concat(TakeOld()))
                {
                    waiting.Done.TrySetException(failure);
                }
            }
        }
    }

    /// <summary>Makes the call that is under way again.</summary>
    public void CallAgain() => Volatile.Read(ref _again).TrySetResult();

    /// <summary>Whether the call under way has had no answer for so long, and its messages are young enough for another.</summary>
    public bool IsLate(TimeSpan after) =>
        time.GetElapsedTime(Volatile.Read(ref _calledAt)) > after
        && time.GetElapsedTime(Volatile.Read(ref _oldestAt)) < CalledAgainFor;

    private async Task<ImmutableArray<SendOutcome>> PostAsync(ImmutableArray<SendRequest> requests)
    {
        while (true)
        {
            var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _again, again);
            Volatile.Write(ref _calledAt, time.GetTimestamp());
            var posted = post(requests);
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

    private List<Waiting> TakeOld()
    {
        var old = new List<Waiting>();
        lock (_lock)
        {
            while (_waiting.TryPeek(out var next) && time.GetElapsedTime(next.Since) >= WaitsFor)
            {
                old.Add(_waiting.Dequeue());
            }
        }
        return old;
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
