using System.Diagnostics;

namespace Connecto.Bench.Processes;

/// <summary>One run of <c>./connecto</c> with all that it has written so far.</summary>
public sealed class CommandRun
{
    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];

    private CommandRun(Process process, UnixProcess identity)
    {
        _process = process;
        Process = identity;
    }

    /// <summary>Whether the command runs Microsoft Orleans, as this build does.</summary>
    public static bool IsOrleans => Runtime == "packages";

    /// <summary>The shell that runs the command.</summary>
    public UnixProcess Process { get; }

    /// <summary>Both of its outputs, line by line as they came.</summary>
    public string Output
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Starts the command with this environment added to one's own.</summary>
    public static CommandRun Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(Path.Combine(BuiltProgram.Repository(), "connecto"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CONNECTO_SKIP_BUILD"] = "1";
        start.Environment["CONNECTO_RUNTIME"] = Runtime;
        start.Environment.Remove("ConnectionStrings__Postgres");
        start.Environment.Remove("CONNECTO_ADMIN_EMAIL");
        start.Environment.Remove("CONNECTO_ADMIN_PASSWORD");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        var process = System.Diagnostics.Process.Start(start)!;
        var run = new CommandRun(process, UnixProcess.Find(process.Id) ?? new UnixProcess(process.Id, 0));
        process.OutputDataReceived += run.Add;
        process.ErrorDataReceived += run.Add;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return run;
    }

    /// <summary>Returns when it has written a line that begins so.</summary>
    /// <exception cref="InvalidOperationException">It ended without.</exception>
    public async Task SaysAsync(string line, CancellationToken cancellation)
    {
        await Eventually.Holds(() => Has(line) || !Process.Runs, $"'{line}' of:\n{Output}", cancellation);
        if (Has(line))
        {
            return;
        }
        // Its last words may come after it has gone.
        await _process.WaitForExitAsync(cancellation);
        if (!Has(line))
        {
            throw new InvalidOperationException($"It ended with code {_process.ExitCode}:\n{Output}");
        }
    }

    /// <summary>Returns its exit code once it has ended.</summary>
    public async Task<int> EndAsync(CancellationToken cancellation)
    {
        // Not WaitForExitAsync, which also waits for the outputs: what a killed `up` leaves may hold them open.
        await Eventually.Holds(() => !Process.Runs && _process.HasExited, $"its end; it said:\n{Output}", cancellation);
        return _process.ExitCode;
    }

#if ORLEANS_PACKAGES
    private const string Runtime = "packages";
#else
    private const string Runtime = "local";
#endif

    private bool Has(string beginning)
    {
        lock (_lock)
        {
            return _lines.Exists(l => l.StartsWith(beginning, StringComparison.Ordinal));
        }
    }

    private void Add(object sender, DataReceivedEventArgs data)
    {
        if (data.Data is { } line)
        {
            lock (_lock)
            {
                _lines.Add(line);
            }
        }
    }
}
