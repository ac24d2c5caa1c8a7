using System.Globalization;
using Npgsql;

namespace Connecto.Storage.Profiling;

/// <summary>A query that is to run: named after the method that runs it, such as <c>MessageStore.Page</c>. A batch has no text.</summary>
internal readonly record struct QueryCall(string File, string Member, string Sql, NpgsqlParameterCollection? Parameters)
{
    private const string Async = "Async";

    public string Name
    {
        get
        {
            var type = Path.GetFileNameWithoutExtension(File.Replace('\\', '/'));
            var method = Member.EndsWith(Async, StringComparison.Ordinal) ? Member[..^Async.Length] : Member;
            return $"{type}.{method}";
        }
    }

    /// <summary>What kind of values it has and how many, never which.</summary>
    public string Redacted() =>
        Parameters is null
            ? ""
            : string.Join(", ", Parameters.Select((parameter, index) => $"${index + 1}: {Redacted(parameter.Value)}"));

    private static string Redacted(object? value) =>
        value switch
        {
            null or DBNull => "null",
            string text => string.Create(CultureInfo.InvariantCulture, $"text of {text.Length}"),
            Array array => string.Create(
                CultureInfo.InvariantCulture,
                $"{array.GetType().GetElementType()!.Name}[{array.Length}]"
            ),
            _ => value.GetType().Name,
        };
}
