using System.Globalization;

namespace Connecto.Bench.Load;

/// <summary>Reads the little of an HTTP answer's head that a client of the hub needs.</summary>
internal static class HttpHead
{
    /// <summary>The header's value where it is a whole number; null where it is missing or none.</summary>
    public static int? Number(string head, string header)
    {
        foreach (var line in head.Split("\r\n"))
        {
            if (
                line.StartsWith(header + ":", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(line.AsSpan(header.Length + 1), CultureInfo.InvariantCulture, out var number)
            )
            {
                return number;
            }
        }

        return null;
    }
}
