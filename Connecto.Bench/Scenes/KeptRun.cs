using System.Text.Json;
using Connecto.Bench.Processes;

namespace Connecto.Bench.Scenes;

/// <summary>The figures of a run that was kept (<c>--keep yes</c>), with which later ones are compared.</summary>
internal static class KeptRun
{
    /// <summary>The run that was kept under this name; null where none was.</summary>
    public static async Task<T?> ReadAsync<T>(string name)
        where T : class
    {
        var file = FileOf($"{name}.kept");
        if (!File.Exists(file))
        {
            return null;
        }
        await using var text = File.OpenRead(file);
        return await JsonSerializer.DeserializeAsync<T>(text, JsonSerializerOptions.Web);
    }

    /// <summary>Writes a run as JSON to where <c>--json</c> says, and keeps it where that was asked for.</summary>
    public static async Task WriteAsync<T>(Options options, string name, T run)
    {
        await Report.WriteAsync(options.Text("json") ?? FileOf(name), run);
        if (options.Text("keep") is "yes")
        {
            await Report.WriteAsync(FileOf($"{name}.kept"), run);
        }
    }

    private static string FileOf(string name)
    {
        var folder = Path.Combine(BuiltProgram.Repository(), "artifacts", "data");
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, $"{name}.json");
    }
}
