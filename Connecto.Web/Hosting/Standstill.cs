using Connecto.Errors;

namespace Connecto.Web.Hosting;

/// <summary>
/// Notices that this process stood still, as one does that was stopped, or whose machine had no time for it. Whoever
/// asked meanwhile may have given up, gone to another node and done the opposite there, so what waited in the sockets
/// is refused and not done late. Safe for use by several threads.
/// </summary>
internal sealed class Standstill(TimeProvider time, ILogger<Standstill> logger) : IHostedService, IDisposable
{
    /// <summary>Shorter than clients wait for an answer, longer than a busy machine makes anything wait.</summary>
    internal static readonly TimeSpan Long = TimeSpan.FromSeconds(5);

    /// <summary>
    /// From when the pool has caught up: by then what waited in the sockets has been read, but for calls that their
    /// connection leaves unread because others of it are under way.
    /// </summary>
    internal static readonly TimeSpan After = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan _beat = TimeSpan.FromMilliseconds(250);

    private readonly ManualResetEventSlim _over = new();
    private Thread? _beats;
    private long _beatAt = time.GetTimestamp();
    private long _lateUntil = time.GetTimestamp();

    /// <summary>Whether what is asked now may be from before a standstill.</summary>
    public bool IsRecent
    {
        get
        {
            var now = time.GetTimestamp();
            // The first requests after a standstill may be read before the first beat.
            return IsLong(now) || now < Volatile.Read(ref _lateUntil);
        }
    }

    /// <summary>Refuses what must not be done late.</summary>
    /// <exception cref="ChatException"><see cref="ErrorCode.Unavailable"/>: it may be from before a standstill.</exception>
    public void RefuseLate()
    {
        if (IsRecent)
        {
            throw new ChatException(ErrorCode.Unavailable);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A thread of its own, for it is the process that is asked after, not how busy its pool is.
        _beats = new Thread(Run) { IsBackground = true, Name = "Standstill" };
        Volatile.Write(ref _beatAt, time.GetTimestamp());
        _beats.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        End();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        // A host that could not start does not stop its services.
        End();
        _over.Dispose();
    }

    private void End()
    {
        _over.Set();
        _beats?.Join();
    }

    private void Run()
    {
        while (!_over.Wait(_beat))
        {
            Beat();
        }
    }

    private void Beat()
    {
        var now = time.GetTimestamp();
        if (IsLong(now))
        {
            Log.StoodStill(logger, time.GetElapsedTime(_beatAt, now).TotalSeconds);
            Volatile.Write(ref _lateUntil, long.MaxValue);
            ThreadPool.UnsafeQueueUserWorkItem(static self => self.EndSoon(), this, preferLocal: false);
        }
        Volatile.Write(ref _beatAt, now);
    }

    private void EndSoon() =>
        Volatile.Write(ref _lateUntil, time.GetTimestamp() + (long)(After.TotalSeconds * time.TimestampFrequency));

    private bool IsLong(long now) => time.GetElapsedTime(Volatile.Read(ref _beatAt), now) > Long;
}
