using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans;
using Orleans.Runtime;

namespace Connecto.Grains.Tests.Runtime;

/// <summary>
/// Walks everything that crosses the calls of some interfaces, and tells what Microsoft Orleans could not carry or what
/// the local runtime, which hands over references, would let two grains share and change.
/// <para>What may cross: numbers, texts, times, enums, immutable collections, references to grains and observers, and
/// sealed immutable records or readonly structs marked <c>[GenerateSerializer, Immutable]</c>. Orleans carries the
/// parameters of a record's primary constructor as they are; every other field needs an <c>[Id]</c>. An abstract record
/// stands for its subclasses in the same assembly.</para>
/// </summary>
internal sealed class CrossingTypes
{
    private static readonly HashSet<Type> Plain =
    [
        typeof(string),
        typeof(decimal),
        typeof(Guid),
        typeof(DateTimeOffset),
        typeof(DateOnly),
        typeof(TimeOnly),
        typeof(TimeSpan),
    ];

    private static readonly HashSet<Type> Collections =
    [
        typeof(ImmutableArray<>),
        typeof(ImmutableList<>),
        typeof(ImmutableHashSet<>),
        typeof(ImmutableSortedSet<>),
        typeof(ImmutableDictionary<,>),
        typeof(ImmutableSortedDictionary<,>),
    ];

    private readonly HashSet<Type> _seen = [];
    private readonly List<string> _problems = [];

    /// <summary>What is wrong, each as a sentence; empty when all is well.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The records, structs and exceptions that were looked into.</summary>
    public IReadOnlyCollection<Type> Seen => _seen;

    /// <summary>Walks the grain and observer interfaces and the exceptions of an assembly.</summary>
    public static CrossingTypes Of(Assembly assembly)
    {
        var walk = new CrossingTypes();
        foreach (var type in assembly.GetTypes())
        {
            if (type.IsInterface && type.IsAssignableTo(typeof(IAddressable)))
                walk.AddInterface(type);
            else if (type.IsAssignableTo(typeof(Exception)))
                walk.AddException(type);
        }

        return walk;
    }

    public void AddInterface(Type type)
    {
        foreach (var method in type.GetMethods())
        {
            var where = $"{type.Name}.{method.Name}";
            if (Answer(method.ReturnType) is { } answer)
                Add(answer, $"the answer of {where}");
            else if (method.ReturnType == typeof(void) && !type.IsAssignableTo(typeof(IGrainObserver)))
                _problems.Add($"{where} returns nothing, which only observers may.");
            foreach (var parameter in method.GetParameters())
            {
                if (parameter.ParameterType != typeof(CancellationToken))
                    Add(parameter.ParameterType, $"parameter {parameter.Name} of {where}");
            }
        }
    }

    public void AddException(Type type)
    {
        _seen.Add(type);
        if (!type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
            _problems.Add($"{type.Name} is not marked [GenerateSerializer], as exceptions that cross calls must be.");
        AddFields(type, carriedWithoutId: []);
    }

    public void Add(Type type, string where)
    {
        if (type.IsPrimitive || type.IsEnum || Plain.Contains(type) || type.IsAssignableTo(typeof(IAddressable)))
            return;
        var open = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (open == typeof(Nullable<>) || open is not null && Collections.Contains(open))
        {
            foreach (var part in type.GetGenericArguments())
                Add(part, where);
        }
        else if (_seen.Add(type))
        {
            AddValue(type, where);
        }
    }

    private static Type? Answer(Type returned) =>
        returned == typeof(void) || returned == typeof(Task) || returned == typeof(ValueTask) ? null
        : returned.IsGenericType
        && (
            returned.GetGenericTypeDefinition() == typeof(Task<>)
            || returned.GetGenericTypeDefinition() == typeof(ValueTask<>)
        )
            ? returned.GetGenericArguments()[0]
        : returned;

    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null;

    private void AddValue(Type type, string where)
    {
        var isReadOnlyStruct = type.IsValueType && type.IsDefined(typeof(IsReadOnlyAttribute));
        if (!isReadOnlyStruct && !(type.IsClass && IsRecord(type)))
        {
            _problems.Add($"{type}, {where}, is neither an immutable record nor a readonly struct.");
            return;
        }

        if (!type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
            _problems.Add($"{type.Name}, {where}, is not marked [GenerateSerializer].");
        if (!type.IsDefined(typeof(ImmutableAttribute), inherit: false))
            _problems.Add($"{type.Name}, {where}, is not marked [Immutable].");
        if (!type.IsSealed && !type.IsAbstract)
            _problems.Add($"{type.Name}, {where}, is open to subclasses that nobody has looked at.");
        if (type.BaseType is { } above && above != typeof(object) && above != typeof(ValueType))
            Add(above, where);
        if (type.IsAbstract)
        {
            var below = type.Assembly.GetTypes().Where(other => other.BaseType == type).ToArray();
            if (below.Length == 0)
                _problems.Add($"{type.Name}, {where}, is abstract and nothing is derived from it.");
            foreach (var subclass in below)
                Add(subclass, where);
        }

        AddFields(type, IsRecord(type) ? PrimaryParameters(type) : []);
    }

    private void AddFields(Type type, HashSet<string> carriedWithoutId)
    {
        const BindingFlags own =
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var field in type.GetFields(own))
        {
            var property = PropertyOf(field);
            var name = property?.Name ?? field.Name;
            var where = $"{type.Name}.{name}";
            if (!field.IsInitOnly)
                _problems.Add($"{where} can be changed.");
            if (!carriedWithoutId.Contains(name) && !((MemberInfo?)property ?? field).IsDefined(typeof(IdAttribute)))
                _problems.Add($"{where} has no [Id] and would be lost.");
            Add(field.FieldType, where);
        }
    }

    private static PropertyInfo? PropertyOf(FieldInfo field) =>
        field.Name.StartsWith('<')
            ? field.DeclaringType!.GetProperty(
                field.Name[1..field.Name.IndexOf('>')],
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
            )
            : null;

    // The primary constructor is the one that the compiler made Deconstruct for.
    private static HashSet<string> PrimaryParameters(Type type)
    {
        var deconstruct = type.GetMethod(
            "Deconstruct",
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly
        );
        return deconstruct?.IsDefined(typeof(CompilerGeneratedAttribute)) == true
            ? [.. deconstruct.GetParameters().Select(parameter => parameter.Name!)]
            : [];
    }
}
