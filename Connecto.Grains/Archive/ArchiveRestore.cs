using Connecto.Diagnostics;
using Connecto.Planets;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Connecto.Archive;

/// <summary>Brings archives back. Each is verified first and comes back in one transaction, or not at all.</summary>
internal sealed class ArchiveRestore(
    ArchiveStore archives,
    MessageArchive messages,
    EventArchive events,
    IArchiveFiles files,
    IGrainFactory grains,
    ILogger<ArchiveRestore> logger
)
{
    /// <exception cref="ArchiveDamagedException">An archive is not whole; those before it are back.</exception>
    public async Task<ArchiveResult> RunAsync(ArchiveOrder order, CancellationToken cancellation)
    {
        var wanted = await archives.WantedAsync(order, cancellation);
        if (wanted.Count == 0 && order.ArchiveId is { } id)
        {
            // A server that worked on this order may have brought it back, and died before it could say so.
            return await archives.IsRestoredByAsync(order, cancellation)
                ? new ArchiveResult(Failed: false, $"Restored archive {id}.")
                : new ArchiveResult(Failed: true, $"There is no archive {id}, or it is restored already.");
        }
        var (rows, count) = (0L, 0);
        foreach (var archive in wanted)
        {
            await ArchiveReader.VerifyAsync(files, archive.Manifest!, cancellation);
            if (archive.Kind == ArchiveKind.Events)
            {
                await events.RestoreAsync(files, archive, cancellation);
            }
            else
            {
                await messages.RestoreAsync(files, archive, cancellation);
                await TellAsync(archive);
            }
            (rows, count) = (rows + archive.Manifest!.Rows, count + 1);
            GrainMetrics.ArchiveRestored(archive.Manifest.Rows);
            Log.Restored(logger, archive.Name, archive.Manifest.Rows);
        }
        return new ArchiveResult(Failed: false, $"Restored {rows} rows of {count} archives.");
    }

    // An activation that cannot be told shows them from its next beginning on.
    private async Task TellAsync(StoredArchive archive)
    {
        try
        {
            await grains.GetGrain<IPlanetGrain>(archive.PlanetId!.Value.Value).MoveFloor();
        }
        catch (Exception failure)
        {
            Log.NotTold(logger, archive.PlanetId!.Value, failure);
        }
    }
}
