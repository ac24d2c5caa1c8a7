using System.Globalization;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Connecto.Settings;

/// <summary>
/// Reads settings. One that is empty counts as not set; one that is wrong is refused by the name of its environment
/// variable (<c>Storage__Lanes</c> of the key <c>Storage:Lanes</c>) and with what may stand there.
/// </summary>
public readonly struct SettingValues(IConfiguration configuration)
{
    public string? Text(string key) =>
        configuration[key] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <exception cref="SettingException">It is neither <c>true</c> nor <c>false</c>.</exception>
    public bool Flag(string key, bool otherwise) =>
        Text(key) is not { } text ? otherwise
        : bool.TryParse(text, out var flag) ? flag
        : throw Wrong(key, text, "true or false");

    /// <exception cref="SettingException">It is no whole number, or not within its bounds, which are within them.</exception>
    public int? Number(string key, int least, int most) =>
        Text(key) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most
            ? number
        : throw Wrong(key, text, $"a whole number from {least} to {most}");

    /// <exception cref="SettingException">It is no whole number of seconds, or not within its bounds.</exception>
    public TimeSpan Seconds(string key, TimeSpan otherwise, int most) =>
        Number(key, 1, most) is { } seconds ? TimeSpan.FromSeconds(seconds) : otherwise;

    /// <summary>Seconds that may have a fraction: more than 0.</summary>
    /// <exception cref="SettingException">It is no such number, or over <paramref name="most"/>.</exception>
    public TimeSpan Fraction(string key, TimeSpan otherwise, int most) =>
        Text(key) is not { } text ? otherwise
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
        && seconds > 0
        && seconds <= most
            ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))
        : throw Wrong(key, text, $"a number of seconds over 0 and at most {most}");

    /// <exception cref="SettingException">It is no time, or not within its bounds, which are within them.</exception>
    public TimeSpan? Time(string key, TimeSpan least, TimeSpan most) =>
        Text(key) is not { } text ? null
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= least && time <= most ? time
        : throw Wrong(key, text, $"a time such as 00:00:10, from {least:c} to {most:c}");

    /// <summary>A connection string as Npgsql reads it; null where it is not set.</summary>
    /// <exception cref="SettingException">Npgsql does not understand it. What it says is kept out: it may hold a password.</exception>
    public string? Postgres(string name)
    {
        var text = configuration.GetConnectionString(name);
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        try
        {
            return new NpgsqlConnectionStringBuilder(text) is { Host.Length: > 0 }
                ? text
                : throw new SettingException($"ConnectionStrings__{name} names no Host.");
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or OverflowException)
        {
            throw new SettingException(
                $"ConnectionStrings__{name} is no connection string such as Host=…;Username=…;Password=…;Database=….",
                fault
            );
        }
    }

    public static SettingException Wrong(string key, string text, string expected) =>
        new($"{NameOf(key)} is '{text}', not {expected}.");

    /// <summary>The environment variable of a key.</summary>
    public static string NameOf(string key) => key.Replace(":", "__", StringComparison.Ordinal);
}
