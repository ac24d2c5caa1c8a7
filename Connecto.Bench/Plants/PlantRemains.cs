using System.Globalization;
using Connecto.Bench.Processes;

namespace Connecto.Bench.Plants;

/// <summary>
/// The folders of plants. Each names the process that made it, so that what a killed checker left is found, ended and
/// taken away by the next one.
/// </summary>
internal static class PlantRemains
{
    private const string Prefix = "connecto-history-";
    private const string OwnerFile = "checker";

    /// <summary>Makes a folder for a plant of this process.</summary>
    public static string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory(Prefix).FullName;
        var self = UnixProcess.Find(Environment.ProcessId)!;
        File.WriteAllText(
            Path.Combine(folder, OwnerFile),
            string.Create(CultureInfo.InvariantCulture, $"{self.Pid} {self.Started}")
        );
        return folder;
    }

    /// <summary>Ends and takes away what checkers left that run no more.</summary>
    public static async Task SweepAsync()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), $"{Prefix}*"))
        {
            if (Owner(folder) is not { Runs: false } owner)
            {
                continue;
            }

            foreach (var process in UnixProcess.WorkingIn(folder))
            {
                process.Signal(UnixProcess.SigKill);
            }

            await Eventually.Holds(
                () => UnixProcess.WorkingIn(folder).Count == 0,
                $"the end of what runs in {folder}",
                CancellationToken.None
            );
            await PlantNetwork.RemoveAsync(owner.Pid);
            await RemoveAsync(folder);
        }
    }

    /// <summary>Takes a plant's folder away, and its disk if it has one.</summary>
    public static async Task RemoveAsync(string folder)
    {
        await Shell.TryAsync("umount", Path.Combine(folder, "postgres"));
        Directory.Delete(folder, recursive: true);
    }

    // Null where it does not say whose it is: then it is left alone.
    private static UnixProcess? Owner(string folder)
    {
        try
        {
            var words = File.ReadAllText(Path.Combine(folder, OwnerFile)).Split(' ');
            return new UnixProcess(
                int.Parse(words[0], CultureInfo.InvariantCulture),
                long.Parse(words[1], CultureInfo.InvariantCulture)
            );
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }
}
