using System.Globalization;

namespace Connecto.Bench.Plants;

/// <summary>
/// The clock that one process sees, by libfaketime: that of the machine and a number of seconds from a file, which is read
/// at every look at the clock. What measures how long something takes is not changed, and no other process is.
/// </summary>
internal sealed class PlantClock
{
    private readonly string _library;
    private readonly string _file;

    private PlantClock(string library, string file)
    {
        (_library, _file) = (library, file);
        Set(0);
    }

    /// <summary>Where the library is on this machine; null where it is not.</summary>
    public static string? Library { get; } =
        new[] { "/usr/lib", "/usr/lib64", "/usr/local/lib" }
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateDirectories(folder).Append(folder))
            .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1"))
            .FirstOrDefault(File.Exists);

    /// <summary>A clock for the process that runs in that folder.</summary>
    public static PlantClock? Make(string folder)
    {
        Directory.CreateDirectory(folder);
        return Library is null ? null : new PlantClock(Library, Path.Combine(folder, "clock"));
    }

    /// <summary>What a command begins with so that it sees this clock.</summary>
    public IEnumerable<string> Wear() =>
        [
            "env",
            $"LD_PRELOAD={_library}",
            $"FAKETIME_TIMESTAMP_FILE={_file}",
            "FAKETIME_NO_CACHE=1",
            "FAKETIME_DISABLE_SHM=1",
            "DONT_FAKE_MONOTONIC=1",
            // Else every wait with a bound is over at once, for it is told by the clock that is not changed.
            "FAKETIME_FORCE_MONOTONIC_FIX=0",
        ];

    /// <summary>Lets the clock go so many seconds before that of the machine, or behind it.</summary>
    public void Set(int seconds)
    {
        // Put in its place at once: half a number would be another time.
        var next = $"{_file}.next";
        File.WriteAllText(next, seconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture) + "\n");
        File.Move(next, _file, overwrite: true);
    }
}
