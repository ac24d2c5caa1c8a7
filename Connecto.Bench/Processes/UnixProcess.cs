using System.Globalization;
using System.Runtime.InteropServices;

namespace Connecto.Bench.Processes;

/// <summary>A process of this machine as /proc shows it: known by pid and start time, so that a reused pid is no match.</summary>
public sealed record UnixProcess(int Pid, long Started)
{
    /// <summary>Linux's numbers of the signals that are sent here.</summary>
    public const int SigInt = 2,
        SigQuit = 3,
        SigKill = 9,
        SigTerm = 15,
        SigCont = 18,
        SigStop = 19;

    /// <summary>Whether it runs; a process that has ended and is not yet reaped does not.</summary>
    public bool Runs => Find(Pid) == this;

    /// <summary>Whether it was stopped by a signal and does not go on yet.</summary>
    public bool IsStopped => Fields(Pid) is ["T", ..];

    /// <summary>The process with that pid, or null if there is none that runs.</summary>
    public static UnixProcess? Find(int pid)
    {
        var fields = Fields(pid);
        return fields is null or ["Z" or "X", ..]
            ? null
            : new UnixProcess(pid, long.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    /// <summary>The process that a pid file names, or null if the file or the process is not there.</summary>
    public static UnixProcess? FromFile(string path)
    {
        try
        {
            return int.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out var pid) ? Find(pid) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Every running process that works in the folder or below it; who only reads there does not.</summary>
    public static IReadOnlyList<UnixProcess> WorkingIn(string folder) => All(entry => Works(entry, folder));

    /// <summary>Every running process that works in the folder, or whose command line names it.</summary>
    public static IReadOnlyList<UnixProcess> Naming(string folder) =>
        All(entry =>
            Works(entry, folder) || File.ReadAllText($"{entry}/cmdline").Contains(folder, StringComparison.Ordinal)
        );

    /// <summary>Sends the signal and says whether it was sent: to a process that has ended it is not.</summary>
    public bool Signal(int signal) => Runs && Send(Pid, signal) == 0;

    // From the state (field 3) on; the start is field 22.
    private static string[]? Fields(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            // The name in parentheses may hold anything.
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static List<UnixProcess> All(Func<string, bool> isOne)
    {
        var found = new List<UnixProcess>();
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(entry), out var pid) && Is(isOne, entry) && Find(pid) is { } process)
            {
                found.Add(process);
            }
        }
        return found;
    }

    private static bool Works(string entry, string folder) =>
        $"{new FileInfo($"{entry}/cwd").LinkTarget}/".StartsWith($"{folder}/", StringComparison.Ordinal);

    // What is gone by now, or another user's, is none.
    private static bool Is(Func<string, bool> isOne, string entry)
    {
        try
        {
            return isOne(entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Send(int pid, int signal);
}
