using System.Collections.Concurrent;
using Connecto.Ids;
using Connecto.Users;
using Orleans;

namespace Connecto.Web.Auth;

/// <summary>
/// Whether a session lives, as its user's grain says. An answer is good for half a second, so an ended session loses
/// access within a second on every node.
/// </summary>
public sealed class SessionGate(IGrainFactory grains, TimeProvider time)
{
    /// <summary>Above this many answers, those that are no longer good are swept out.</summary>
    private const int SweepAbove = 10_000;

    private static readonly TimeSpan _goodFor = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<Snowflake, Answer> _answers = new();
    private long _nextSweep;

    public Task<bool> LivesAsync(Caller caller)
    {
        var now = time.GetTimestamp();
        if (_answers.TryGetValue(caller.SessionId, out var answer) && IsGood(answer, now))
        {
            return answer.Lives;
        }
        Sweep(now);
        var asked = new Answer(now, grains.GetGrain<IUserGrain>(caller.UserId.Value).HasSession(caller.SessionId));
        _answers[caller.SessionId] = asked;
        return asked.Lives;
    }

    private bool IsGood(Answer answer, long now) =>
        time.GetElapsedTime(answer.AskedAt, now) < _goodFor && !answer.Lives.IsFaulted;

    private void Sweep(long now)
    {
        var next = Volatile.Read(ref _nextSweep);
        var later = now + time.TimestampFrequency / 2;
        if (
            _answers.Count < SweepAbove
            || now < next
            || Interlocked.CompareExchange(ref _nextSweep, later, next) != next
        )
        {
            return;
        }
        foreach (var (sessionId, answer) in _answers)
        {
            if (!IsGood(answer, now))
            {
                _answers.TryRemove(KeyValuePair.Create(sessionId, answer));
            }
        }
    }

    private sealed record Answer(long AskedAt, Task<bool> Lives);
}
