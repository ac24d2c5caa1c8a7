using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Connecto.Archive;
using Connecto.Planets;
using Connecto.Presence;
using Connecto.Silo.Clustering;
using Connecto.Storage;
using Connecto.Web.Auth;
using Connecto.Web.Caching;
using Connecto.Web.Chat;
using Connecto.Web.Limits;
using Connecto.Web.SignalR;

namespace Connecto.Web.Tests.Hosting;

/// <summary>The reference of settings against the options that are bound.</summary>
[Trait("Runtime", "Either")]
public sealed partial class DocumentedSettingsTests
{
    private static readonly Dictionary<string, Type[]> _sections = new()
    {
        ["Cluster"] = [typeof(ClusterSettings)],
        ["Storage"] = [typeof(StorageOptions)],
        ["Passwords"] = [typeof(PasswordOptions)],
        ["RateLimits"] = [typeof(RateLimits)],
        ["Chat"] = [typeof(ChatOptions), typeof(HubOptions)],
        ["Planets"] = [typeof(PlanetOptions)],
        ["Archive"] = [typeof(ArchiveOptions)],
        ["Caching"] = [typeof(CachingOptions)],
        ["Presence"] = [typeof(PresenceOptions)],
    };

    /// <summary>What those types hold that comes from elsewhere or is not for operators to set.</summary>
    private static readonly string[] _elsewhere =
    [
        "Cluster__Redis",
        "Cluster__Postgres",
        "Storage__Postgres",
        "Storage__PostgresReadOnly",
        "Storage__MaxConnections",
        "Storage__MinConnections",
        "Storage__ConnectionTimeout",
        "Storage__CounterDelay",
        "Storage__CounterDelayAtMost",
    ];

    private static readonly string[] _rows =
    [
        .. Row()
            .Matches(File.ReadAllText(Reference()))
            .Select(row => row.Groups[1].Value)
            .Where(name => _sections.ContainsKey(name.Split("__")[0])),
    ];

    [Fact]
    public void Every_setting_of_the_reference_is_bound()
    {
        Assert.Equal([], _rows.Where(row => !IsBound(row)));
        Assert.False(IsBound("Chat__MaxSubscriptionz"));
    }

    [Fact]
    public void Every_option_is_in_the_reference()
    {
        var options =
            from section in _sections
            from type in section.Value
            from property in Settable(type)
            select $"{section.Key}__{property.Name}";

        Assert.Equal([], options.Except(_elsewhere).Where(option => !IsDocumented(option)));
    }

    [Fact]
    public void Bounds_are_in_the_reference()
    {
        var reference = File.ReadAllLines(Reference());
        var bounded =
            from section in _sections
            from type in section.Value
            from property in Settable(type)
            let bounds = property.GetCustomAttribute<RangeAttribute>()
            where bounds is not null
            select ($"| `{section.Key}__{property.Name}` |", $" | {bounds.Minimum} – {bounds.Maximum} | ");

        Assert.NotEmpty(bounded);
        Assert.Equal(
            [],
            bounded.Where(option =>
                !Array.Exists(
                    reference,
                    row => row.StartsWith(option.Item1, StringComparison.Ordinal) && row.Contains(option.Item2)
                )
            )
        );
    }

    // Where a time is given in whole seconds, its variable says so; what has parts has a row for each.
    private static bool IsDocumented(string option) =>
        Array.Exists(
            _rows,
            row => row == option || row == $"{option}Seconds" || row.StartsWith($"{option}__", StringComparison.Ordinal)
        );

    private static bool IsBound(string row)
    {
        var parts = row.Split("__");
        var name = parts[1].EndsWith("Seconds", StringComparison.Ordinal) ? parts[1][..^"Seconds".Length] : parts[1];
        return _sections[parts[0]]
            .SelectMany(Settable)
            .Any(property => property.Name == parts[1] || property.Name == name);
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    private static string Reference([CallerFilePath] string here = "") =>
        Path.GetFullPath("../../docs/configuration.md", Path.GetDirectoryName(here)!);

    [GeneratedRegex(@"^\| `(\w+__\w+)`", RegexOptions.Multiline)]
    private static partial Regex Row();
}
