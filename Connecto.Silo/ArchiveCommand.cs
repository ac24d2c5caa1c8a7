using System.Globalization;
using Connecto.Archive;
using Connecto.Ids;
using Connecto.Storage;
using Microsoft.Extensions.Configuration;

namespace Connecto.Silo;

/// <summary>
/// <c>--archive</c>: asks the servers to archive or to restore, waits until one has done it, and lists what is archived. It
/// is the servers that reach the planets and the files.
/// </summary>
internal static class ArchiveCommand
{
    private const int PageSize = 1000;

    private static readonly TimeSpan _pollEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(IConfiguration settings, string[] args, CancellationToken cancellation)
    {
        var order = Order(args);
        if (order is null && args is not ["list"])
        {
            await Console.Error.WriteLineAsync(
                "--archive takes run, list, or restore with an archive's id, --planet ID, --from DATE, --to DATE, or --all."
            );
            return 2;
        }
        try
        {
            await using var databases = new Databases(StorageOptions.From(settings));
            return order is null
                ? await ListAsync(new ArchiveStore(databases, TimeProvider.System), cancellation)
                : await AskAsync(new ArchiveOrders(databases, TimeProvider.System), order, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    /// <summary>The order that the arguments ask for; null where they are not understood.</summary>
    private static ArchiveOrder? Order(string[] args) =>
        args switch
        {
            [] or ["run"] => new ArchiveOrder(ArchiveOrderKind.Archive),
            ["restore", "--all"] => new ArchiveOrder(ArchiveOrderKind.Restore),
            ["restore", var id] => Snowflake.TryParse(id, out var archive)
                ? new ArchiveOrder(ArchiveOrderKind.Restore) { ArchiveId = archive }
                : null,
            ["restore", .. { Length: > 0 } narrowed] => Narrowed(narrowed),
            _ => null,
        };

    private static ArchiveOrder? Narrowed(string[] args)
    {
        var order = new ArchiveOrder(ArchiveOrderKind.Restore);
        foreach (var pair in args.Chunk(2))
        {
            switch (pair)
            {
                case ["--planet", var id] when Snowflake.TryParse(id, out var planet):
                    order = order with { PlanetId = planet };
                    break;
                case ["--from", var text] when Time(text) is { } from:
                    order = order with { From = from };
                    break;
                case ["--to", var text] when Time(text) is { } to:
                    order = order with { To = to };
                    break;
                default:
                    return null;
            }
        }
        return order;
    }

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : null;

    private static async Task<int> AskAsync(ArchiveOrders orders, ArchiveOrder order, CancellationToken cancellation)
    {
        var id = await orders.AddAsync(order, cancellation);
        var began = TimeProvider.System.GetTimestamp();
        var isTold = false;
        ArchiveResult? result;
        while ((result = await orders.ResultAsync(id, cancellation)) is null)
        {
            if (!isTold && TimeProvider.System.GetElapsedTime(began) > _patience)
            {
                isTold = true;
                await Console.Error.WriteLineAsync(
                    "Not done yet. A server whose Archive__Folder is set does it, also when this command is ended."
                );
            }
            await Task.Delay(_pollEvery, cancellation);
        }
        await (result.Failed ? Console.Error : Console.Out).WriteLineAsync(result.Text);
        return result.Failed ? 1 : 0;
    }

    private static async Task<int> ListAsync(ArchiveStore archives, CancellationToken cancellation)
    {
        IReadOnlyList<StoredArchive> page = [];
        do
        {
            page = await archives.ListAsync(page is [.., var last] ? last.Id : null, PageSize, cancellation);
            foreach (var archive in page)
            {
                await Console.Out.WriteLineAsync(Line(archive));
            }
        } while (page.Count == PageSize);
        return 0;
    }

    private static string Line(StoredArchive archive) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{archive.Id}  {archive.State, -9}  {archive.StorageClass, -10}  {archive.FirstAt:u}  {archive.LastAt:u}  {archive.Manifest?.Rows ?? 0, 10} rows  {archive.Manifest?.Bytes ?? 0, 12} bytes  {What(archive)}"
        );

    private static string What(StoredArchive archive) =>
        archive.Kind == ArchiveKind.Messages
            ? $"messages {archive.FirstSeq} to {archive.LastSeq} of planet {archive.PlanetId}"
            : $"events of {archive.Month:yyyy-MM} from {archive.Source}";
}
