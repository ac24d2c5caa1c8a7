using System.Diagnostics;

namespace Connecto.Bench.Plants;

/// <summary>A program of this machine that does one thing and ends.</summary>
internal static class Shell
{
    /// <summary>Runs it to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it wrote.</exception>
    public static async Task RunAsync(params string[] command)
    {
        var (isDone, output) = await TryAsync(command);
        if (!isDone)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)}: {output}");
        }
    }

    /// <summary>Runs it to its end; false where it failed or there is none of that name, with what it wrote.</summary>
    public static async Task<(bool IsDone, string Output)> TryAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode == 0, $"{await output}{await errors}".Trim());
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return (false, missing.Message);
        }
    }
}
