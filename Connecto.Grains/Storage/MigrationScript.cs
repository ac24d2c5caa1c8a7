using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Connecto.Storage;

/// <summary>One step of the schema. The checksum is SHA-256 over the way up, line ends normalised.</summary>
public sealed partial record MigrationScript(int Version, string Name, string Up, string Down)
{
    private const string Prefix = "sql/";
    private const string UpEnding = ".up.sql";

    public byte[] Checksum =>
        SHA256.HashData(Encoding.UTF8.GetBytes(Up.Replace("\r\n", "\n", StringComparison.Ordinal)));

    /// <summary>
    /// The newest step that a build must have to run while this one is applied, from the line <c>-- Runs beside builds
    /// from NNNN on.</c> in the way up. Null where there is none: then only builds that have this step run.
    /// </summary>
    public int? Beside =>
        BesideLine().Match(Up) is { Success: true } line
            ? int.Parse(line.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;

    /// <summary>All steps in the assembly (<c>sql/NNNN_name.up.sql</c> and <c>.down.sql</c>), by version.</summary>
    public static IReadOnlyList<MigrationScript> Embedded { get; } = Load(typeof(MigrationScript).Assembly);

    private static MigrationScript[] Load(Assembly assembly) =>
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name =>
                    name.StartsWith(Prefix, StringComparison.Ordinal)
                    && name.EndsWith(UpEnding, StringComparison.Ordinal)
                )
                .Select(name => Load(assembly, name[Prefix.Length..^UpEnding.Length]))
                .OrderBy(script => script.Version),
        ];

    private static MigrationScript Load(Assembly assembly, string stem)
    {
        var version = int.Parse(stem[..4], NumberStyles.None, CultureInfo.InvariantCulture);
        return new MigrationScript(
            version,
            stem[5..],
            Read(assembly, $"{Prefix}{stem}{UpEnding}"),
            Read(assembly, $"{Prefix}{stem}.down.sql")
        );
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var stream =
            assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly has no {resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^-- Runs beside builds from (\d{4}) on\.\r?$", RegexOptions.Multiline)]
    private static partial Regex BesideLine();
}
