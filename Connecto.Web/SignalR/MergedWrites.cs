namespace Connecto.Web.SignalR;

/// <summary>
/// Writes outboxes to their sockets. The first goes at once; what comes within <see cref="Pause"/> of a round makes the
/// next one, so that under load a connection's messages share a write, and on an idle node nothing waits. As many
/// rounds run side by side as there are cores, each for a part of the connections.
/// </summary>
internal sealed class MergedWrites : IDisposable
{
    /// <summary>Least time from one round to the next of the same part; timers make it up to one longer.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly Part[] _parts;

    public MergedWrites(TimeProvider time) =>
        _parts = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Part(time))];

    /// <summary>Has the outbox flushed soon; it is named here once at a time.</summary>
    public void Add(Outbox outbox) => _parts[outbox.Slot % _parts.Length].Add(outbox);

    public void Dispose() => Array.ForEach(_parts, part => part.Dispose());

    private sealed class Part : IThreadPoolWorkItem, IDisposable
    {
        private readonly Lock _lock = new();
        private readonly TimeProvider _time;
        private readonly ITimer _timer;
        private readonly byte[] _buffer = new byte[Outbox.ChunkBytes];
        private List<Outbox> _due = [];
        private List<Outbox> _round = [];
        private bool _running;
        private long _endedAt;

        public Part(TimeProvider time)
        {
            _time = time;
            _endedAt = time.GetTimestamp();
            _timer = time.CreateTimer(
                static part => ThreadPool.UnsafeQueueUserWorkItem((Part)part!, preferLocal: false),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            );
        }

        public void Add(Outbox outbox)
        {
            lock (_lock)
            {
                _due.Add(outbox);
                if (_running)
                {
                    return;
                }
                _running = true;
            }
            BeginRound();
        }

        public void Execute()
        {
            lock (_lock)
            {
                (_due, _round) = (_round, _due);
            }
            var now = _time.GetTimestamp();
            foreach (var outbox in _round)
            {
                outbox.Flush(_buffer, now);
            }
            _round.Clear();
            _endedAt = _time.GetTimestamp();
            lock (_lock)
            {
                if (_due.Count == 0)
                {
                    _running = false;
                    return;
                }
            }
            BeginRound();
        }

        public void Dispose() => _timer.Dispose();

        private void BeginRound()
        {
            var rest = Pause - _time.GetElapsedTime(_endedAt);
            if (rest <= TimeSpan.Zero || !_timer.Change(rest, Timeout.InfiniteTimeSpan))
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }
    }
}
