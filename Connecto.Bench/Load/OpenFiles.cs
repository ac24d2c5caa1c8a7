using System.Globalization;

namespace Connecto.Bench.Load;

/// <summary>How many sockets a process may have here.</summary>
internal static class OpenFiles
{
    // Assemblies, the database, and what else a process has open.
    private const int Others = 500;

    /// <summary>Makes sure that this process and the server, which inherits its limit, can have that many connections.</summary>
    /// <remarks>.NET raises the soft limit to the hard one by itself.</remarks>
    /// <exception cref="InvalidOperationException">They cannot.</exception>
    public static void Ensure(int connections)
    {
        var line = File.ReadLines("/proc/self/limits")
            .First(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var hard = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4];
        if (long.TryParse(hard, CultureInfo.InvariantCulture, out var limit) && limit < connections + Others)
        {
            throw new InvalidOperationException(
                $"{connections} connections need {connections + Others} open files; the hard limit is {limit} (ulimit -Hn)."
            );
        }
    }
}
