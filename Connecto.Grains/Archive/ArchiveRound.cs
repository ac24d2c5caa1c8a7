using Connecto.Diagnostics;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Planets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;

namespace Connecto.Archive;

/// <summary>
/// Archives what is old enough. Each archive goes: row, files, files read back, rows taken out. Whatever ends it before the
/// last step leaves the rows where they are, and the next round takes the step again or throws the files away.
/// </summary>
internal sealed class ArchiveRound(
    ArchiveStore archives,
    MessageArchive messages,
    EventArchive events,
    IArchiveFiles files,
    IGrainFactory grains,
    SnowflakeGenerator ids,
    IOptions<ArchiveOptions> options,
    TimeProvider time,
    ILogger<ArchiveRound> logger
)
{
    private const int ClassedAtOnce = 100;

    private long _lease;
    private long _rows;
    private int _count;
    private int _failures;

    /// <summary>Answers what was done, and whether there may be more to do.</summary>
    /// <param name="lease">The epoch of the lease that this server holds.</param>
    /// <exception cref="ArchiveLeaseLostException">It does not hold it any more.</exception>
    public async Task<(ArchiveResult Result, bool HasMore)> RunAsync(long lease, CancellationToken cancellation)
    {
        (_lease, _rows, _count, _failures) = (lease, 0, 0, 0);
        foreach (var archive in await archives.UnfinishedAsync(cancellation))
        {
            await TryAsync(archive.Name, () => GoOnAsync(archive, cancellation));
        }
        await ArchiveEventsAsync(cancellation);
        var hasMore = await ArchiveMessagesAsync(cancellation);
        await ChangeClassesAsync(cancellation);
        var done = $"Archived {_rows} rows in {_count} archives.";
        return _failures == 0
            ? (new ArchiveResult(Failed: false, done), hasMore)
            : (new ArchiveResult(Failed: true, $"{done} {_failures} failed: the log says why."), hasMore);
    }

    private DateTimeOffset Restored => time.GetUtcNow().AddDays(-options.Value.RestoredDays);

    // One that fails holds up no other; a disk that is full holds up all.
    private async Task TryAsync(string name, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure)
            when (failure is not (OperationCanceledException or IOException or ArchiveLeaseLostException))
        {
            _failures++;
            Log.NotArchived(logger, name, failure);
            GrainMetrics.ArchiveFailed();
        }
    }

    private async Task GoOnAsync(StoredArchive archive, CancellationToken cancellation)
    {
        if (archive.State == ArchiveState.Verified && await IsWholeAsync(archive, cancellation))
        {
            if (await TakeOutAsync(archive, cancellation))
            {
                return;
            }
        }
        await ThrowAwayAsync(archive, cancellation);
    }

    private async Task<bool> IsWholeAsync(StoredArchive archive, CancellationToken cancellation)
    {
        try
        {
            await ArchiveReader.VerifyAsync(files, archive.Manifest!, cancellation);
            return true;
        }
        catch (ArchiveDamagedException)
        {
            return false;
        }
    }

    private async Task ArchiveEventsAsync(CancellationToken cancellation)
    {
        if (options.Value.EventsAfterDays is not { } days)
        {
            return;
        }
        var before = time.GetUtcNow().AddDays(-days);
        foreach (var (source, month) in await events.DueAsync(before, Restored, cancellation))
        {
            var archive = Classed(EventArchive.New(ids.Next(), source, month));
            await TryAsync(archive.Name, () => ArchiveAsync(archive, events.WriteAsync, cancellation));
        }
    }

    // Whole months only, so that a planet leaves few large archives rather than one a day.
    private async Task<bool> ArchiveMessagesAsync(CancellationToken cancellation)
    {
        if (options.Value.MessagesAfterDays is not { } days)
        {
            return false;
        }
        var day = time.GetUtcNow().AddDays(-days);
        var before = new DateTimeOffset(day.Year, day.Month, 1, 0, 0, 0, TimeSpan.Zero);
        Snowflake? after = null;
        while (await messages.PlanetsAsync(after, before, Restored, cancellation) is { Count: > 0 } planets)
        {
            foreach (var planet in planets.Where(planet => planet.IsDue))
            {
                if (_rows >= options.Value.RowsPerRound)
                {
                    return true;
                }
                await TryAsync($"messages/{planet.Id}", () => ArchivePlanetAsync(planet.Id, before, cancellation));
            }
            after = planets[^1].Id;
        }
        // Also the last planet may have been left half-way.
        return _rows >= options.Value.RowsPerRound;
    }

    private async Task ArchivePlanetAsync(Snowflake planet, DateTimeOffset before, CancellationToken cancellation)
    {
        while (
            _rows < options.Value.RowsPerRound
            && await messages.NextAsync(ids.Next(), planet, before, cancellation) is { } archive
            && await ArchiveAsync(Classed(archive), messages.WriteAsync, cancellation)
        ) { }
    }

    private StoredArchive Classed(StoredArchive archive) =>
        archive with
        {
            StorageClass = options.Value.ClassOf(time.GetUtcNow() - archive.LastAt),
        };

    private async Task<bool> ArchiveAsync(
        StoredArchive archive,
        Func<IArchiveFiles, StoredArchive, CancellationToken, Task<ArchiveManifest>> write,
        CancellationToken cancellation
    )
    {
        await archives.AddAsync(archive, _lease, cancellation);
        var mayBeVerified = false;
        try
        {
            var manifest = await write(files, archive, cancellation);
            await WriteAsync(archive, manifest, cancellation);
            await ArchiveReader.VerifyAsync(files, manifest, cancellation);
            mayBeVerified = true;
            await archives.VerifiedAsync(archive.Id, manifest, _lease, cancellation);
            archive = archive with { State = ArchiveState.Verified, Manifest = manifest };
        }
        catch (Exception failure) when (failure is ArchiveLeaseLostException || !mayBeVerified)
        {
            // Who holds the lease by now may have removed them, and the row, while they were written on. Once it may be
            // verified he may have made them the only copy.
            files.RemoveAll(archive.Name);
            throw;
        }
        if (await TakeOutAsync(archive, cancellation))
        {
            return true;
        }
        await ThrowAwayAsync(archive, cancellation);
        return false;
    }

    private async Task WriteAsync(StoredArchive archive, ArchiveManifest manifest, CancellationToken cancellation)
    {
        await using var upload = files.Create(archive.ManifestName, archive.StorageClass);
        await using (var text = new StreamWriter(upload.Content, leaveOpen: true))
        {
            await text.WriteAsync(manifest.ToJson().AsMemory(), cancellation);
        }
        await upload.CompleteAsync();
    }

    private async Task<bool> TakeOutAsync(StoredArchive archive, CancellationToken cancellation)
    {
        var isOut =
            archive.Kind == ArchiveKind.Events
                ? await events.TakeOutAsync(archive, cancellation)
                : await TakeOutMessagesAsync(archive);
        if (isOut)
        {
            var manifest = archive.Manifest!;
            (_rows, _count) = (_rows + manifest.Rows, _count + 1);
            GrainMetrics.Archived(manifest.Rows, manifest.Bytes);
            Log.Archived(logger, archive.Name, manifest.Rows, manifest.Bytes);
            foreach (var replaced in await archives.ReplacedAsync(archive, cancellation))
            {
                await ThrowAwayAsync(replaced, cancellation);
            }
        }
        return isOut;
    }

    private async Task<bool> TakeOutMessagesAsync(StoredArchive archive)
    {
        try
        {
            return await grains.GetGrain<IPlanetGrain>(archive.PlanetId!.Value.Value).Archive(archive.Id);
        }
        catch (ChatException refusal) when (refusal.Code == ErrorCode.NotFound)
        {
            // The planet was deleted meanwhile.
            return false;
        }
    }

    // The row says so first: what is given up can never become an archive.
    private async Task ThrowAwayAsync(StoredArchive archive, CancellationToken cancellation)
    {
        if (!await archives.DiscardAsync(archive, cancellation))
        {
            return;
        }
        Log.ThrownAway(logger, archive.Name);
        files.RemoveAll(archive.Name);
        await archives.ForgetAsync(archive.Id, cancellation);
    }

    private async Task ChangeClassesAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        (StorageClass Class, int Days)[] classes =
        [
            (StorageClass.Deep, options.Value.DeepAfterDays),
            (StorageClass.Cold, options.Value.ColdAfterDays),
            (StorageClass.Infrequent, options.Value.InfrequentAfterDays),
        ];
        foreach (var (storageClass, days) in classes)
        {
            while (
                await archives.AgedAsync(storageClass, now.AddDays(-days), ClassedAtOnce, cancellation)
                    is { Count: > 0 } aged
            )
            {
                foreach (var archive in aged)
                {
                    foreach (var part in archive.Manifest!.Files)
                    {
                        files.Move(part.Name, storageClass);
                    }
                    files.Move(archive.ManifestName, storageClass);
                    await archives.SetClassAsync(archive.Id, storageClass, cancellation);
                }
            }
        }
    }
}
