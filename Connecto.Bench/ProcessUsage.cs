using System.Globalization;

namespace Connecto.Bench;

/// <summary>CPU time and memory of processes on this machine, from <c>/proc</c>.</summary>
internal static class ProcessUsage
{
    // USER_HZ, which Linux fixes at 100 for what /proc shows.
    private const double TicksPerSecond = 100;

    /// <summary>User and system seconds that the processes have used; one that is gone counts nothing.</summary>
    public static double CpuSeconds(IEnumerable<int> processes) => processes.Sum(CpuSeconds);

    /// <summary>User and system seconds that the process has used; 0 if it is gone.</summary>
    public static double CpuSeconds(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            // The name, in parentheses, may hold spaces; utime and stime are fields 14 and 15.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (Ticks(fields[11]) + Ticks(fields[12])) / TicksPerSecond;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Bytes of memory that the process holds (RSS).</summary>
    public static long ResidentBytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status")
            .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
            << 10;
    }

    private static double Ticks(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}
