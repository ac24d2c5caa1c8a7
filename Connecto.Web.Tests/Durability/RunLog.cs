using System.Collections.Concurrent;

namespace Connecto.Web.Tests.Durability;

/// <summary>What all clients of a run write to: the number of answered sends, and faults. Thread-safe.</summary>
internal sealed class RunLog
{
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource? _awaited;
    private long _awaitedAnswers;

    /// <summary>Sends answered so far.</summary>
    public long Answers { get; private set; }

    public IReadOnlyList<string> Faults => [.. _faults];

    public void Fault(string text) => _faults.Enqueue(text);

    /// <summary>Counts an answer.</summary>
    public void Answered()
    {
        lock (_lock)
        {
            Answers++;
            if (Answers >= _awaitedAnswers)
            {
                _awaited?.TrySetResult();
            }
        }
    }

    /// <summary>Completes at the moment of the answer that is <paramref name="more"/> after now.</summary>
    public Task MoreAnswersAsync(int more)
    {
        lock (_lock)
        {
            _awaited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaitedAnswers = Answers + more;
            return _awaited.Task;
        }
    }
}
