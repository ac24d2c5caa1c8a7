namespace Connecto.Archive;

/// <summary>A line of an archive's file: <c>{"table":row}</c>, with a plain name and the row as JSON without line breaks.</summary>
internal static class ArchiveLine
{
    public static string Of(string table, string row) => $$"""{"{{table}}":{{row}}}""";

    /// <exception cref="ArchiveDamagedException">It is no such line.</exception>
    public static (string Table, string Row) Parse(string line)
    {
        var end = line.IndexOf("\":", StringComparison.Ordinal);
        return
            end > 2 && line.StartsWith("{\"", StringComparison.Ordinal) && line.EndsWith("}}", StringComparison.Ordinal)
            ? (line[2..end], line[(end + 2)..^1])
            : throw new ArchiveDamagedException("A line is no row.");
    }
}
