namespace Connecto.Bench.Plants;

/// <summary>
/// A small disk in memory for PostgreSQL's folder, which a ballast file fills to the last byte.
/// It goes with the plant's folder. Needs root.
/// </summary>
internal sealed class PlantDisk
{
    private const int Megabytes = 640;
    private const int Chunk = 1 << 20;

    private readonly string _ballast;

    private PlantDisk(string folder) => _ballast = Path.Combine(folder, "ballast");

    /// <summary>Whether this machine lets us mount one.</summary>
    public static async Task<bool> IsPossibleAsync()
    {
        var folder = Directory.CreateTempSubdirectory("connecto-disk-").FullName;
        var (isMounted, _) = await Shell.TryAsync("mount", "-t", "tmpfs", "-o", "size=1m", "connecto", folder);
        if (isMounted)
        {
            await Shell.RunAsync("umount", folder);
        }

        Directory.Delete(folder);
        return isMounted;
    }

    /// <summary>Mounts one at a folder, which is made.</summary>
    public static async Task<PlantDisk> MountAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        await Shell.RunAsync("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m,mode=711", "connecto", folder);
        return new PlantDisk(folder);
    }

    /// <summary>Leaves no byte free.</summary>
    public Task FillAsync() => Task.Run(Fill);

    /// <summary>Takes what is freed as well, until <paramref name="end"/>.</summary>
    public async Task StayFullAsync(Task end)
    {
        while (!end.IsCompleted)
        {
            await Task.WhenAny(end, Task.Delay(50));
            await FillAsync();
        }
    }

    /// <summary>Gives back all that was taken.</summary>
    public void Free() => File.Delete(_ballast);

    private void Fill()
    {
        var bytes = new byte[Chunk];
        using var ballast = new FileStream(_ballast, FileMode.Append, FileAccess.Write, FileShare.None, 0);
        for (var length = Chunk; length > 0; )
        {
            try
            {
                ballast.Write(bytes, 0, length);
            }
            catch (IOException)
            {
                // It is full for so many at once; fewer may still fit.
                length /= 2;
            }
        }
    }
}
