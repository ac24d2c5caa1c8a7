using System.Diagnostics;
using Connecto.Bench.Processes;

namespace Connecto.Bench.Plants;

/// <summary>
/// One process of a plant, which is started again whenever it has ended: after 100 ms, and after twice as long each time
/// that it did not last, up to 2 s.
/// </summary>
internal sealed class PlantProcess : IAsyncDisposable
{
    private const int ShownOfLog = 40;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(20);

    private readonly ProcessStartInfo _start;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    /// <summary>Starts it.</summary>
    /// <param name="name">Its name in the plant: the role and, of several, a number.</param>
    /// <param name="role">What it is there for.</param>
    /// <param name="command">The program and its arguments; it becomes the process itself.</param>
    /// <param name="environment">What is added to this process's own environment.</param>
    /// <param name="folder">Where it runs; its log lies beside.</param>
    public PlantProcess(
        string name,
        Role role,
        IEnumerable<string> command,
        IReadOnlyDictionary<string, string> environment,
        string folder
    )
    {
        (Name, Role) = (name, role);
        LogFile = Path.Combine(folder, "log");
        Directory.CreateDirectory(folder);
        // In a session of its own, away from the terminal's signals, and writing to its log even once this process is gone.
        const string script = "exec setsid \"$@\" >>\"$0\" 2>&1 </dev/null";
        _start = new ProcessStartInfo("bash", ["-c", script, LogFile, .. command]) { WorkingDirectory = folder };
        foreach (var (variable, value) in environment)
        {
            _start.Environment[variable] = value;
        }

        _watching = Task.Run(WatchAsync);
    }

    public string Name { get; }

    public Role Role { get; }

    /// <summary>What it has written, over all its starts.</summary>
    public string LogFile { get; }

    /// <summary>The one that runs, or ran last.</summary>
    public UnixProcess? Running { get; private set; }

    /// <summary>The end of what it has written.</summary>
    public string LastWords =>
        File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(ShownOfLog)) : "";

    /// <summary>Sends the signal to the one that runs, in the pause before a start to the next one; answers which it was.</summary>
    /// <exception cref="TimeoutException">None ran that it could be sent to.</exception>
    public async Task<UnixProcess> SignalAsync(int signal, CancellationToken cancellation)
    {
        UnixProcess? struck = null;
        await Eventually.Holds(
            () => (struck = Running)?.Signal(signal) == true,
            $"{Name} to run, so that signal {signal} reaches it",
            cancellation
        );
        return struck!;
    }

    /// <summary>Ends it and starts it no more: by that signal, and by force where it does not heed it.</summary>
    public async Task EndAsync(int signal)
    {
        await _stop.CancelAsync();
        Running?.Signal(UnixProcess.SigCont);
        Running?.Signal(signal);
        if (await Task.WhenAny(_watching, Task.Delay(EndPatience)) != _watching)
        {
            Running?.Signal(UnixProcess.SigKill);
        }

        await _watching;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync(UnixProcess.SigKill);
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        var pause = ShortestPause;
        while (!_stop.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            using var process = Process.Start(_start)!;
            Running = UnixProcess.Find(process.Id);
            await process.WaitForExitAsync();
            pause = Stopwatch.GetElapsedTime(started) > Lasting ? ShortestPause : pause * 2;
            pause = pause > LongestPause ? LongestPause : pause;
            await Task.Delay(pause, _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
