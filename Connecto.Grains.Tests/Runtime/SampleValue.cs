using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Orleans;

namespace Connecto.Grains.Tests.Runtime;

/// <summary>Makes values with something in every member, and tells such values apart member by member.</summary>
internal sealed class SampleValue
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private int _number;

    /// <summary>
    /// A value of the type, no two members alike. References to observers, which only a runtime can make, are left out:
    /// what calls them shows whether they arrive.
    /// </summary>
    public object Of(Type type)
    {
        _number++;
        if (type.IsAssignableTo(typeof(IGrainObserver)))
            return null!;
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Of(inner);
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!;
        if (type == typeof(string))
            return $"text {_number}";
        if (type == typeof(bool))
            return true;
        if (type.IsPrimitive || type == typeof(decimal))
            return Convert.ChangeType(_number, type, CultureInfo.InvariantCulture);
        if (type == typeof(DateTimeOffset))
            return DateTimeOffset.UnixEpoch.AddMinutes(_number);
        if (type == typeof(TimeSpan))
            return TimeSpan.FromMinutes(_number);
        if (type == typeof(Guid))
            return new Guid(_number, 0, 0, new byte[8]);
        if (type == typeof(Exception))
            return new InvalidOperationException($"cause {_number}");
        if (type.IsAssignableTo(typeof(IEnumerable)))
            return Collection(type);
        return type.IsAbstract ? Of(type.Assembly.GetTypes().First(other => other.BaseType == type)) : Object(type);
    }

    /// <summary>A value as text that shows every member; equal texts mean equal values.</summary>
    public static string Show(object? value) =>
        value switch
        {
            null => "null",
            string or decimal or Enum or DateTimeOffset or TimeSpan or Guid => $"{value}",
            IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Show))}]",
            _ when value.GetType().IsPrimitive => string.Create(CultureInfo.InvariantCulture, $"{value}"),
            Exception error => $"{error.GetType().Name}: {error.Message} {Members(error, typeof(Exception))}",
            _ => $"{value.GetType().Name} {Members(value, typeof(object))}",
        };

    private static string Members(object value, Type upTo)
    {
        var parts = new List<string>();
        for (
            var type = value.GetType();
            type is not null && type != upTo && type != typeof(ValueType);
            type = type.BaseType
        )
            parts.AddRange(
                type.GetFields(Instance | BindingFlags.DeclaredOnly).Select(f => $"{f.Name}={Show(f.GetValue(value))}")
            );
        return $"{{{string.Join(", ", parts)}}}";
    }

    private object Collection(Type type)
    {
        var items = type.GetGenericArguments();
        var item = items.Length == 1 ? items[0] : typeof(KeyValuePair<,>).MakeGenericType(items);
        var array = Array.CreateInstance(item, 2);
        for (var i = 0; i < array.Length; i++)
            array.SetValue(Of(item), i);
        var maker = typeof(ImmutableArray).Assembly.GetType(type.GetGenericTypeDefinition().FullName!.Split('`')[0])!;
        var create = maker
            .GetMethods()
            .Single(method =>
                method.Name == "CreateRange"
                && method.GetParameters() is [{ ParameterType.IsInterface: true }]
                && method.GetParameters()[0].ParameterType.GetGenericTypeDefinition() == typeof(IEnumerable<>)
            );
        return create.MakeGenericMethod(items).Invoke(null, [array])!;
    }

    private object Object(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        var value = constructor.Invoke([.. constructor.GetParameters().Select(p => Of(p.ParameterType))]);
        foreach (
            var property in type.GetProperties().Where(property => property.GetSetMethod(nonPublic: true) is not null)
        )
        {
            if (property.DeclaringType == type)
                property.SetValue(value, Of(property.PropertyType));
        }

        return value;
    }
}
