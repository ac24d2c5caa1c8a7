using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Connecto.LocalRuntime;

/// <summary>A method of a grain or observer interface: how it is called and which rules it runs under.</summary>
internal abstract class GrainMethod
{
    private static readonly ConcurrentDictionary<MethodInfo, GrainMethod> Known = new();
    private readonly int[] _references;
    private readonly ParameterInfo[] _parameters;

    protected GrainMethod(MethodInfo method)
    {
        _parameters = method.GetParameters();
        _references =
        [
            .. _parameters
                .Where(parameter => parameter.ParameterType.IsAssignableTo(typeof(IAddressable)))
                .Select(parameter => parameter.Position),
        ];
        Name = $"{method.DeclaringType!.Name}.{method.Name}";
        TokenIndex = Array.FindIndex(_parameters, p => p.ParameterType == typeof(CancellationToken));
        AlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        OneWay = method.ReturnType == typeof(void) || method.IsDefined(typeof(OneWayAttribute));
        Timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        Invoke = Compile(method);
    }

    internal string Name { get; }

    /// <summary>Position of the cancellation token, or -1.</summary>
    internal int TokenIndex { get; }

    internal bool AlwaysInterleave { get; }

    internal bool OneWay { get; }

    /// <summary>Its own time-out, where it has one.</summary>
    internal TimeSpan? Timeout { get; }

    /// <summary>Calls it on the target; all kinds of answers come as a task.</summary>
    internal Func<object, object?[], Task?> Invoke { get; }

    internal static GrainMethod For(MethodInfo method) =>
        Known.TryGetValue(method, out var known) ? known : Add(method);

    /// <summary>Sends a call; what it returns is what the interface's method returns.</summary>
    internal abstract object? Send(GrainReference to, object?[] args);

    /// <summary>Grains that pass themselves pass a reference; other objects need one made first.</summary>
    protected void PassReferences(object?[] args)
    {
        foreach (var index in _references)
        {
            args[index] = args[index] switch
            {
                null => null,
                GrainReference reference => reference,
                Grain grain => grain.AsReference(_parameters[index].ParameterType),
                var other => throw new ArgumentException(
                    $"{other.GetType()} is passed to {Name} as it is; make a reference by CreateObjectReference first."
                ),
            };
        }
    }

    private static GrainMethod Add(MethodInfo method)
    {
        if (method.IsGenericMethod)
            throw new NotSupportedException($"{method.Name} is generic, which grain methods cannot be here.");
        var type = method.ReturnType;
        var answer = type.IsGenericType ? type.GetGenericArguments()[0] : typeof(Nothing);
        var kind = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        if (kind == typeof(Task<>) || kind == typeof(Task) || kind == typeof(void))
            kind = typeof(GrainMethod<>);
        else if (kind == typeof(ValueTask<>) || kind == typeof(ValueTask))
            kind = typeof(GrainMethodOfValueTask<>);
        else
            throw new NotSupportedException($"{method.DeclaringType}.{method.Name} must return a task.");
        return Known.GetOrAdd(method, (GrainMethod)Activator.CreateInstance(kind.MakeGenericType(answer), [method])!);
    }

    private static Func<object, object?[], Task?> Compile(MethodInfo method)
    {
        var target = Expression.Parameter(typeof(object));
        var args = Expression.Parameter(typeof(object?[]));
        Expression call = Expression.Call(
            Expression.Convert(target, method.DeclaringType!),
            method,
            method
                .GetParameters()
                .Select(p =>
                    Expression.Convert(Expression.ArrayIndex(args, Expression.Constant(p.Position)), p.ParameterType)
                )
        );
        if (method.ReturnType == typeof(void))
            call = Expression.Block(call, Expression.Constant(Task.CompletedTask));
        else if (method.ReturnType.IsValueType)
            call = Expression.Call(call, nameof(ValueTask.AsTask), null);
        return Expression
            .Lambda<Func<object, object?[], Task?>>(Expression.Convert(call, typeof(Task)), target, args)
            .Compile();
    }
}
