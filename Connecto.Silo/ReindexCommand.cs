using Connecto.Search;
using Connecto.Storage;
using Microsoft.Extensions.Configuration;
using Spectre.Console;

namespace Connecto.Silo;

/// <summary>
/// <c>--reindex</c>: indexes for searches what is not indexed yet, with <c>--again</c> everything anew, and shows how far it is.
/// Servers go on meanwhile; ended, it is called again.
/// </summary>
internal static class ReindexCommand
{
    public static async Task<int> RunAsync(IConfiguration settings, bool isAgain, CancellationToken cancellation)
    {
        try
        {
            await using var databases = new Databases(StorageOptions.From(settings));
            var reindexing = new Reindexing(databases);
            if (isAgain)
            {
                await reindexing.ForgetAsync(cancellation);
            }
            var began = TimeProvider.System.GetTimestamp();
            var messages = await ShowAsync(reindexing, cancellation);
            var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
            AnsiConsole.WriteLine(
                $"{messages:N0} messages indexed in {seconds:N1} s, {messages / seconds:N0} a second"
            );
            return 0;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static Task<long> ShowAsync(Reindexing reindexing, CancellationToken cancellation) =>
        AnsiConsole
            .Progress()
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn()
            )
            .StartAsync(async progress =>
            {
                var messages = 0L;
                var bar = progress.AddTask("Indexing", maxValue: Math.Max(1, await reindexing.LeftAsync(cancellation)));
                await reindexing.RunAsync(
                    indexed =>
                    {
                        messages += indexed;
                        bar.Increment(indexed);
                    },
                    cancellation
                );
                bar.Value = bar.MaxValue;
                return messages;
            });
}
