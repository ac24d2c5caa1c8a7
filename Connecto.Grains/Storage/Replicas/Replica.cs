using Microsoft.Extensions.Logging;
using Npgsql;

namespace Connecto.Storage.Replicas;

/// <summary>
/// Whether the replica may be read: it answers, and is not further behind than it may be. <see cref="ReplicaWatch"/> measures
/// that; a read that fails takes it out until it has been measured again. Safe for any number of callers.
/// </summary>
/// <param name="mostLag">How far behind it may be.</param>
internal sealed class Replica(NpgsqlDataSource source, TimeSpan mostLag, TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private volatile State _state = new(Serves: false, CaughtUpTo: null, new CancellationTokenSource());
    private bool _isKnown;

    /// <summary>How far it was behind when it was last measured; zero where it was level with the primary.</summary>
    public TimeSpan Lag { get; private set; }

    public bool Serves => _state is { Serves: true } state && IsFresh(state.CaughtUpTo);

    /// <summary>
    /// Whether it may be read by somebody who has to find what was written until <paramref name="since"/>;
    /// <paramref name="gone"/> is cancelled when it is taken out.
    /// </summary>
    public ReplicaAnswer Ask(long since, out CancellationToken gone)
    {
        var state = _state;
        gone = state.Gone.Token;
        return !state.Serves ? ReplicaAnswer.Away
            : !IsFresh(state.CaughtUpTo) ? ReplicaAnswer.Late
            : state.CaughtUpTo < since ? ReplicaAnswer.LacksOwnWrite
            : ReplicaAnswer.Serves;
    }

    /// <summary>It was measured: it has everything up to that moment, a timestamp.</summary>
    public void Measured(long? caughtUpTo, TimeSpan lag)
    {
        lock (_lock)
        {
            Lag = lag;
            if (!IsFresh(caughtUpTo))
            {
                TakeOut(() => Log.ReplicaLate(logger, lag.TotalSeconds, mostLag.TotalSeconds));
            }
            else if (_state.Serves)
            {
                _state = _state with { CaughtUpTo = caughtUpTo };
            }
            else
            {
                _isKnown = true;
                _state = new State(Serves: true, caughtUpTo, new CancellationTokenSource());
                Log.ReplicaServes(logger, lag.TotalSeconds);
            }
        }
    }

    /// <summary>It does not answer, or not as a replica of this primary does.</summary>
    public void Failed(Exception failure)
    {
        lock (_lock)
        {
            TakeOut(() => Log.ReplicaAway(logger, failure.Message));
        }
    }

    private bool IsFresh(long? caughtUpTo) => caughtUpTo is { } moment && time.GetElapsedTime(moment) <= mostLag;

    private void TakeOut(Action tell)
    {
        if (!_state.Serves && _isKnown)
        {
            return;
        }
        _isKnown = true;
        tell();
        var gone = _state.Gone;
        _state = _state with { Serves = false };
        // Whoever waits for it asks the primary instead, and connections that a crash has left are not tried one by one.
        _ = gone.CancelAsync();
        source.Clear();
    }

    private sealed record State(bool Serves, long? CaughtUpTo, CancellationTokenSource Gone);
}
