using System.Text.Json;

namespace Connecto.Bench;

/// <summary>Prints a table and keeps the same figures as JSON.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Prints Markdown: a header and its rows, with columns as wide as their widest cell.</summary>
    public static void Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        foreach (var line in Lines(header, rows))
        {
            Console.WriteLine(line);
        }
    }

    /// <summary>The lines of such a table.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var lines = rows.Prepend(header).ToList();
        var widths = header.Select((_, i) => lines.Max(line => line[i].Length)).ToList();
        lines.Insert(1, [.. widths.Select(width => new string('-', width))]);
        return lines.Select(line => $"| {string.Join(" | ", line.Select((cell, i) => cell.PadRight(widths[i])))} |");
    }

    /// <summary>Writes <paramref name="result"/> to <paramref name="path"/>; nothing if there is none.</summary>
    public static async Task WriteAsync<T>(string? path, T result)
    {
        if (path is not null)
        {
            await File.WriteAllTextAsync(path, JsonSerializer.Serialize(result, Json) + "\n");
        }
    }
}
