namespace Connecto.Web.Tests.Queries;

/// <summary>
/// A line of <c>queries.md</c>: a call with its body, and how many commands it may send, which is 2 unless it says why.
/// Where the number <c>Varies</c> it is only a bound. A call with a star behind it ends its caller, who is somebody new each time.
/// </summary>
public sealed record QueryRow(string Call, bool EndsItsCaller, string Body, int Most, bool Varies)
{
    private const int Usual = 2;

    public bool IsRead => Call.StartsWith("GET ", StringComparison.Ordinal);

    public static IReadOnlyList<QueryRow> All { get; } = Read();

    private static IReadOnlyList<QueryRow> Read()
    {
        using var stream = typeof(QueryRow).Assembly.GetManifestResourceStream(
            "Connecto.Web.Tests.Queries.queries.md"
        )!;
        using var reader = new StreamReader(stream);
        return
        [
            .. reader
                .ReadToEnd()
                .Split('\n')
                .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
                .Skip(1)
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])
                .Select(cells => new QueryRow(
                    cells[0].TrimEnd('*'),
                    cells[0].EndsWith('*'),
                    cells[1],
                    cells[2].Length == 0 ? Usual : int.Parse(cells[2].TrimEnd('~'), null),
                    cells[2].EndsWith('~')
                )),
        ];
    }
}
