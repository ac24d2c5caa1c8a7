using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Connecto.LocalRuntime;

/// <summary>A grain class and what its attributes say.</summary>
internal sealed class GrainClass
{
    private static readonly ConcurrentDictionary<Type, GrainClass> ByInterface = new();
    private static readonly ConcurrentDictionary<Type, GrainClass> ByClass = new();
    private readonly ObjectFactory _construct;

    private GrainClass(Type type)
    {
        Type = type;
        var name = type.Name.EndsWith("Grain", StringComparison.Ordinal) ? type.Name[..^5] : type.Name;
        GrainType = GrainType.Create(name.ToLowerInvariant());
        Reentrant = type.IsDefined(typeof(ReentrantAttribute));
        KeepAlive = type.IsDefined(typeof(KeepAliveAttribute));
        MaxWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers ?? 0;
        _construct = ActivatorUtilities.CreateFactory(type, Type.EmptyTypes);
    }

    internal Type Type { get; }

    internal GrainType GrainType { get; }

    internal bool Reentrant { get; }

    internal bool KeepAlive { get; }

    /// <summary>At most that many activations of one id in a silo; 0 for ordinary grains.</summary>
    internal int MaxWorkers { get; }

    /// <summary>The class that implements a grain interface.</summary>
    /// <exception cref="ArgumentException">None or more than one does.</exception>
    internal static GrainClass For(Type interfaceType) =>
        ByInterface.TryGetValue(interfaceType, out var known)
            ? known
            : ByInterface.GetOrAdd(interfaceType, ByClass.GetOrAdd(Find(interfaceType), type => new GrainClass(type)));

    internal object Construct(IServiceProvider services) => _construct(services, null);

    private static Type Find(Type interfaceType)
    {
        var found = Implementations(interfaceType, [interfaceType.Assembly]);
        if (found.Length == 0)
            found = Implementations(interfaceType, AppDomain.CurrentDomain.GetAssemblies());
        return found.Length switch
        {
            1 => found[0],
            0 => throw new ArgumentException($"Could not find an implementation for interface {interfaceType}"),
            _ => found.FirstOrDefault(type => type.Name == interfaceType.Name[1..])
                ?? throw new ArgumentException($"More than one grain class implements {interfaceType}"),
        };
    }

    private static Type[] Implementations(Type interfaceType, Assembly[] assemblies) =>
        [
            .. assemblies
                .Where(assembly => !assembly.IsDynamic)
                .SelectMany(assembly => assembly.DefinedTypes)
                .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsSubclassOf(typeof(Grain)))
                .Where(interfaceType.IsAssignableFrom),
        ];
}
