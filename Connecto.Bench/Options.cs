using System.Globalization;

namespace Connecto.Bench;

/// <summary>The <c>--name value</c> pairs of a command line.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _values;

    private Options(Dictionary<string, string> values) => _values = values;

    /// <summary>Reads <c>--name value</c> pairs.</summary>
    /// <exception cref="ArgumentException">A name without a value, or a value without a name.</exception>
    public static Options Parse(string[] args)
    {
        if (
            args.Length % 2 != 0
            || args.Where((_, i) => i % 2 == 0).Any(name => !name.StartsWith("--", StringComparison.Ordinal))
        )
        {
            throw new ArgumentException($"Options are --name value pairs, not: {string.Join(' ', args)}");
        }

        return new Options(args.Chunk(2).ToDictionary(pair => pair[0][2..], pair => pair[1]));
    }

    /// <summary>Prints the commands that exist; answers the exit code of a wrong call.</summary>
    public static int Usage(params string[] commands)
    {
        Console.Error.WriteLine($"Connecto.Bench {string.Join('|', commands)} [--name value …]");
        return 2;
    }

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public int Number(string name, int otherwise) =>
        _values.TryGetValue(name, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    public TimeSpan Seconds(string name, int otherwise) => TimeSpan.FromSeconds(Number(name, otherwise));
}
