using System.Globalization;
using Connecto.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Connecto.Silo;

/// <summary>
/// What a server's program does instead of serving, by its first argument: images without a shell have nothing else
/// to be asked by. <c>--health</c> asks the server beside it, <c>--migrate-to NNNN</c> moves the schema, <c>--archive</c> has
/// the servers archive or restore, <c>--reindex</c> indexes messages for searches.
/// </summary>
public static class ServerCommand
{
    /// <returns>
    /// The code to exit with: 0 done, 1 not done, 2 not understood; null where the arguments name no command, so that the
    /// program is to serve.
    /// </returns>
    public static async Task<int?> RunAsync(string[] args, CancellationToken cancellation = default)
    {
        if (
            args is not [var command, .. var rest]
            || command is not ("--health" or "--migrate-to" or "--archive" or "--reindex")
        )
        {
            return null;
        }
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        return (command, rest) switch
        {
            ("--health", []) => await HealthProbe.RunAsync(settings, cancellation),
            ("--migrate-to", [var number]) when Version(number) is { } version => await MigrateAsync(
                settings,
                version,
                cancellation
            ),
            ("--archive", _) => await ArchiveCommand.RunAsync(settings, rest, cancellation),
            ("--reindex", [] or ["--again"]) => await ReindexCommand.RunAsync(settings, rest.Length > 0, cancellation),
            _ => await MisusedAsync(),
        };
    }

    private static int? Version(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    private static async Task<int> MigrateAsync(IConfiguration settings, int version, CancellationToken cancellation)
    {
        using var logging = LoggerFactory.Create(logging => logging.AddSimpleConsole(line => line.SingleLine = true));
        try
        {
            await using var databases = new Databases(StorageOptions.From(settings));
            await new Migrations(databases, logging.CreateLogger<Migrations>()).ToAsync(version, cancellation);
            return 0;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"The schema is not at {version:D4}: {exception.Message}");
            return 1;
        }
    }

    private static async Task<int> MisusedAsync()
    {
        await Console.Error.WriteLineAsync(
            "Either no argument, or --health, or --migrate-to NNNN with a step of sql/, or --archive with what to do, or --reindex [--again]."
        );
        return 2;
    }
}
