namespace Connecto.Bench.Processes;

/// <summary>The other programs of this build: all projects build into folders beside each other.</summary>
internal static class BuiltProgram
{
    /// <summary>The folder of a project's program, as it was built with this one.</summary>
    public static string Folder(string project) =>
        Path.GetFullPath(
            Path.Combine(
                AppContext.BaseDirectory,
                "../..",
                project,
                Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))
            )
        );

    /// <summary>The root of the clone that this was built in.</summary>
    /// <exception cref="InvalidOperationException">It lies in none.</exception>
    public static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "connecto")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("This lies outside the repository");
        }

        return folder.FullName;
    }
}
