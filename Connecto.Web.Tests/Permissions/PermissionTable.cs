using System.Collections.Concurrent;

namespace Connecto.Web.Tests.Permissions;

/// <summary>Reads the rows of the Markdown table in <c>routes.md</c> or <c>hub.md</c>.</summary>
internal static class PermissionTable
{
    public static IReadOnlyList<PermissionRow> Read(string file)
    {
        using var stream = typeof(PermissionTable).Assembly.GetManifestResourceStream(
            $"Connecto.Web.Tests.Permissions.{file}"
        )!;
        using var reader = new StreamReader(stream);
        return
        [
            .. reader
                .ReadToEnd()
                .Split('\n')
                .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])
                .Skip(1)
                .Select(cells => new PermissionRow(cells[0], cells[1], cells[2..])),
        ];
    }

    /// <summary>Makes each row's call as each kind of caller; the failure shows the lines as they would have to be.</summary>
    public static async Task CheckAsync(
        IEnumerable<PermissionRow> rows,
        Func<PermissionRow, CallerKind, Task<string>> call
    )
    {
        var wrong = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(
            rows,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (row, _) =>
            {
                var answers = new List<string>();
                foreach (var caller in Enum.GetValues<CallerKind>())
                {
                    answers.Add(await call(row, caller));
                }
                if (!answers.SequenceEqual(row.Answers))
                {
                    wrong.Enqueue($"{row.With(row.Answers)} is written, but\n{row.With(answers)}");
                }
            }
        );
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong));
    }
}
