using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Settings;

/// <summary>Options whose numbers and times have bounds, which stand at each as a <see cref="RangeAttribute"/>.</summary>
public static class SettingServices
{
    /// <summary>
    /// Has options read from a section, and a host refuse to start where one of them is wrong.
    /// </summary>
    /// <param name="services">Of the host.</param>
    /// <param name="section">Of the configuration.</param>
    /// <param name="fault">What is wrong with the options taken together; null where nothing is.</param>
    public static IServiceCollection AddSettings<T>(
        this IServiceCollection services,
        string section,
        Func<T, string?>? fault = null
    )
        where T : class
    {
        services
            .AddOptions<T>()
            .Configure<IConfiguration>(
                (options, configuration) =>
                {
                    Fill(options, section, configuration);
                    if (fault?.Invoke(options) is { } words)
                    {
                        throw new SettingException(words);
                    }
                }
            )
            .ValidateOnStart();
        return services;
    }

    /// <summary>Sets what the section has; the rest stays.</summary>
    /// <exception cref="SettingException">One is wrong.</exception>
    public static void Fill<T>(T options, string section, IConfiguration configuration)
        where T : class
    {
        var values = new SettingValues(configuration);
        foreach (var property in typeof(T).GetProperties().Where(property => property.CanWrite))
        {
            if (Read(values, $"{section}:{property.Name}", property) is { } value)
            {
                property.SetValue(options, value);
            }
        }
    }

    private static object? Read(SettingValues values, string key, PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type == typeof(string))
        {
            return values.Text(key);
        }
        var bounds = property.GetCustomAttribute<RangeAttribute>();
        return (bounds?.Minimum, bounds?.Maximum) switch
        {
            (int least, int most) when type == typeof(int) => values.Number(key, least, most),
            (string least, string most) when type == typeof(TimeSpan) => values.Time(key, Time(least), Time(most)),
            _ => throw new NotSupportedException($"{key} is a {type.Name} without bounds."),
        };

        static TimeSpan Time(string text) => TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }
}
