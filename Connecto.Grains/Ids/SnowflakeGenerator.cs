using Connecto.Errors;
using Connecto.Storage;
using Microsoft.Extensions.Logging;

namespace Connecto.Ids;

/// <summary>
/// Makes ids that are unique over all processes and rise within this one, whatever the clocks do: an id is made only
/// within the milliseconds that this process has reserved in the database under its node number, and a clock that goes
/// back is not followed. Any number of threads may call it. <c>docs/decisions/0002-ids.md</c> says why.
/// </summary>
public sealed class SnowflakeGenerator : IAsyncDisposable
{
    private const int SequenceBits = 12;
    private const int NodeBits = 10;
    private static readonly TimeSpan _renewEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _retryEvery = TimeSpan.FromSeconds(1);

    private readonly NodeNumbers _numbers;
    private readonly TimeProvider _time;
    private readonly ILogger<SnowflakeGenerator> _logger;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private volatile NodeReservation _reservation = NodeReservation.None;
    private Task _renewing = Task.CompletedTask;

    /// <summary>Millisecond and sequence of the newest id, as <c>millisecond &lt;&lt; 12 | sequence</c>.</summary>
    private long _last;

    public SnowflakeGenerator(Databases databases, TimeProvider time, ILogger<SnowflakeGenerator> logger)
    {
        _numbers = new NodeNumbers(databases.Primary);
        _time = time;
        _logger = logger;
    }

    /// <exception cref="ChatException">
    /// <see cref="ErrorCode.Unavailable"/> when the reservation has run out and could not be renewed yet.
    /// </exception>
    public Snowflake Next()
    {
        var reservation = _reservation;
        var earliest = Math.Max(Now(), reservation.From) << SequenceBits;
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(last + 1, earliest);
            var millisecond = next >> SequenceBits;
            if (millisecond > reservation.Until)
            {
                Wake();
                throw new ChatException(ErrorCode.Unavailable, retryAfter: _retryEvery);
            }
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                var sequence = next & ((1 << SequenceBits) - 1);
                var node = (long)reservation.Number << SequenceBits;
                return new Snowflake((millisecond << (NodeBits + SequenceBits)) | node | sequence);
            }
        }
    }

    /// <summary>Takes a node number and keeps it until disposal.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        await RenewAsync(cancellation);
        _renewing = RenewAlwaysAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _renewing;
        _stop.Dispose();
        _wake.Dispose();
    }

    /// <summary>Lengthens the reservation; takes another number where this one was lost.</summary>
    internal async Task RenewAsync(CancellationToken cancellation)
    {
        var held = _reservation;
        var now = Math.Max(Now(), Volatile.Read(ref _last) >> SequenceBits);
        var renewed = held.Until < held.From ? null : await _numbers.RenewAsync(held, now, cancellation);
        if (renewed is null)
        {
            renewed =
                await _numbers.ClaimAsync(now, cancellation)
                ?? throw new InvalidOperationException("All 1,024 node numbers of ids are in use.");
            Log.NodeNumberTaken(_logger, renewed.Number);
        }
        _reservation = renewed;
    }

    private async Task RenewAlwaysAsync(CancellationToken stop)
    {
        var pause = _renewEvery;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await _wake.WaitAsync(pause, stop);
                await RenewAsync(stop);
                pause = _renewEvery;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
            catch (Exception exception)
            {
                Log.ReservationNotRenewed(_logger, exception);
                pause = _retryEvery;
            }
        }
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // A renewal is on its way already.
        }
    }

    private long Now() => (long)(_time.GetUtcNow() - Snowflake.Origin).TotalMilliseconds;
}
