using System.Diagnostics;
using System.Runtime.Versioning;
using Connecto.Bench.Plants;

namespace Connecto.Web.Tests.Durability;

/// <summary>What a killed checker left is ended and taken away by the next one, and nothing else is.</summary>
[SupportedOSPlatform("linux")]
public sealed class PlantRemainsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sweep_ends_who_works_in_a_left_folder_and_nobody_who_only_looks_at_it()
    {
        var folder = PlantRemains.NewFolder();
        // As if made by a process that is gone: no pid is that high.
        await File.WriteAllTextAsync(Path.Combine(folder, "checker"), $"{int.MaxValue} 1", Cancellation);
        var home = Directory.CreateDirectory(Path.Combine(folder, "web-1")).FullName;
        using var left = Start(home, "sleep", "600");
        using var reader = Start(Path.GetTempPath(), "tail", "-f", Path.Combine(folder, "checker"));
        try
        {
            await PlantRemains.SweepAsync();

            await left.WaitForExitAsync(Cancellation);
            Assert.False(Directory.Exists(folder));
            Assert.False(reader.HasExited);
        }
        finally
        {
            left.Kill();
            reader.Kill();
        }
    }

    private static Process Start(string folder, string program, params string[] arguments) =>
        Process.Start(
            new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true }
        )!;
}
