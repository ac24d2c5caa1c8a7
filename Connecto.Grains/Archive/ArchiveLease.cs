using Connecto.Storage;
using Npgsql;

namespace Connecto.Archive;

/// <summary>
/// That this server is the one that archives and restores: a row, renewed while it is held. One that cannot renew it for a
/// minute may lose it to another, and what it enters from then on is refused by <see cref="Epoch"/>.
/// </summary>
internal sealed class ArchiveLease : IAsyncDisposable
{
    private static readonly TimeSpan _lasts = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _renewedEvery = TimeSpan.FromSeconds(15);

    private readonly Databases _databases;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewing;

    private ArchiveLease(Databases databases, TimeProvider time, long epoch)
    {
        (_databases, Epoch) = (databases, epoch);
        _renewing = KeepAsync(time);
    }

    /// <summary>One more than that of whoever held it before.</summary>
    public long Epoch { get; }

    /// <summary>Cancelled once another server has taken it.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Takes it; null while another server holds it.</summary>
    public static async Task<ArchiveLease?> TakeAsync(
        Databases databases,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        await using var command = databases.Primary.Command(
            """
            UPDATE archive_lease SET epoch = epoch + 1, ends_at = clock_timestamp() + $1
            WHERE id = 1 AND ends_at <= clock_timestamp() RETURNING epoch
            """,
            _lasts
        );
        return await command.ValueAsync(cancellation) is long epoch ? new ArchiveLease(databases, time, epoch) : null;
    }

    /// <summary>Gives it back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _renewing;
        try
        {
            await RenewAsync(TimeSpan.Zero);
        }
        catch (NpgsqlException)
        {
            // The next server waits for its end.
        }
        _ended.Dispose();
        _lost.Dispose();
    }

    private async Task KeepAsync(TimeProvider time)
    {
        using var timer = new PeriodicTimer(_renewedEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                try
                {
                    if (!await RenewAsync(_lasts))
                    {
                        await _lost.CancelAsync();
                        return;
                    }
                }
                catch (NpgsqlException)
                {
                    // Nobody is told: what needs PostgreSQL fails as well, and the epoch decides.
                }
            }
        }
        catch (OperationCanceledException) { }
    }

    private async Task<bool> RenewAsync(TimeSpan lasts)
    {
        await using var command = _databases.Primary.Command(
            "UPDATE archive_lease SET ends_at = clock_timestamp() + $2 WHERE id = 1 AND epoch = $1",
            Epoch,
            lasts
        );
        command.CommandTimeout = (int)_renewedEvery.TotalSeconds;
        return await command.ChangeAsync(CancellationToken.None) == 1;
    }
}
