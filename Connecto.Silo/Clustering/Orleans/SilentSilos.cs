using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Connecto.Silo.Clustering;

/// <summary>
/// Lets this silo join past silos that hang. One that joins has to reach all that are active, and only those who are
/// active suspect each other: where all of them hang, nobody could join before one of them goes on. So while it joins,
/// it declares them dead once not one of them has written to the table for as long as they may be silent.
/// </summary>
internal sealed class SilentSilos(
    IMembershipTable table,
    IClusterMembershipService membership,
    ILocalSiloDetails self,
    IOptions<ClusterMembershipOptions> options,
    TimeProvider time,
    ILogger<SilentSilos> logger
) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>Signs of life in the table that each of them misses, while this silo reads it all the time.</summary>
    private const int MissedSigns = 3;

    private static readonly TimeSpan _look = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Looks that have to succeed once one has failed: where the table was away, the others come back to it by and by.
    /// </summary>
    private const int LooksAfterFailure = 90;

    // Told by looks, so that nobody is taken for silent whose clock is behind, or while the table does not answer.
    private readonly Dictionary<SiloAddress, (DateTime AliveAt, int HeardAt)> _heard = [];
    private readonly CancellationTokenSource _joined = new();
    private int _looks;
    private int _notBefore;
    private Task _watching = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(SilentSilos), ServiceLifecycleStage.AfterRuntimeGrainServices, Begin, EndAsync);
        lifecycle.Subscribe(nameof(SilentSilos), ServiceLifecycleStage.BecomeActive, EndAsync);
    }

    public void Dispose() => _joined.Dispose();

    private Task Begin(CancellationToken _)
    {
        _watching = Task.Run(WatchAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task EndAsync(CancellationToken _)
    {
        await _joined.CancelAsync();
        await _watching;
    }

    private async Task WatchAsync()
    {
        var mayBeSilentFor = MissedSigns * options.Value.IAmAliveTablePublishTimeout;
        using var timer = new PeriodicTimer(_look, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_joined.Token))
            {
                await TryLookAsync(mayBeSilentFor);
            }
        }
        catch (Exception) when (_joined.IsCancellationRequested)
        {
            // It has joined, or gives up.
        }
    }

    private async Task TryLookAsync(TimeSpan mayBeSilentFor)
    {
        try
        {
            var rows = (await table.ReadAll().WaitAsync(_joined.Token)).Members.Select(row => row.Item1);
            var active = rows.Where(row => row.Status == SiloStatus.Active).ToList();
            _looks++;
            foreach (var silo in active.Where(silo => !Knows(silo)))
            {
                _heard[silo.SiloAddress] = (silo.IAmAliveTime, _looks);
            }
            var isSilentSince = _looks - (int)(mayBeSilentFor / _look);
            if (_looks >= _notBefore && active.TrueForAll(silo => _heard[silo.SiloAddress].HeardAt < isSilentSince))
            {
                foreach (var silo in active)
                {
                    Log.SiloPassedOver(logger, self.SiloAddress, silo.SiloAddress, mayBeSilentFor);
                    await membership.TryKill(silo.SiloAddress).WaitAsync(_joined.Token);
                }
            }
        }
        catch (Exception failure) when (!_joined.IsCancellationRequested)
        {
            _notBefore = _looks + LooksAfterFailure;
            Log.SilentSilosNotSought(logger, failure);
        }
    }

    private bool Knows(MembershipEntry silo) =>
        _heard.TryGetValue(silo.SiloAddress, out var heard) && heard.AliveAt == silo.IAmAliveTime;
}
