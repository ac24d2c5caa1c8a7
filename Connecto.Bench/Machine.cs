using System.Diagnostics;
using System.Runtime;
using System.Runtime.InteropServices;

namespace Connecto.Bench;

/// <summary>Where and on what a figure was measured.</summary>
internal sealed record Machine(
    string Commit,
    string Processor,
    int Cores,
    long MemoryMiB,
    string System,
    string Runtime,
    string Gc,
    DateTimeOffset At
)
{
    public static Machine Here() =>
        new(
            Git("rev-parse", "--short", "HEAD") + (Git("status", "--porcelain").Length > 0 ? " with changes" : ""),
            File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
                ?.Split(": ")[1]
                ?? RuntimeInformation.ProcessArchitecture.ToString(),
            Environment.ProcessorCount,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20,
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            GCSettings.IsServerGC ? "server" : "workstation",
            TimeProvider.System.GetUtcNow()
        );

    public override string ToString() =>
        $"{Processor}, {Cores} cores, {MemoryMiB} MiB, {Runtime}, commit {Commit}, {At:yyyy-MM-dd HH:mm} UTC";

    private static string Git(params string[] arguments)
    {
        try
        {
            using var git = Process.Start(
                new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
            )!;
            var output = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unknown";
        }
    }
}
