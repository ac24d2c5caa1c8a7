using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace Connecto.LocalRuntime;

/// <summary>Makes references and sends their calls, for a silo and its host or for a client outside all silos.</summary>
internal sealed class Client(
    LocalCluster cluster,
    LocalSilo? silo,
    IServiceProvider services,
    TimeSpan responseTimeout,
    ILogger logger
) : IClusterClient
{
    private const string ObserverType = "sys.client";
    private static readonly ConcurrentDictionary<Type, GrainReference> Proxies = new();

    /// <inheritdoc />
    public IServiceProvider ServiceProvider => services;

    internal LocalSilo? Silo => silo;

    internal TimeSpan ResponseTimeout => responseTimeout;

    internal ILogger Logger => logger;

    /// <inheritdoc />
    public T GetGrain<T>(Guid primaryKey, string? grainClassNamePrefix = null)
        where T : IGrainWithGuidKey => Reference<T>(primaryKey.ToString("N"));

    /// <inheritdoc />
    public T GetGrain<T>(long primaryKey, string? grainClassNamePrefix = null)
        where T : IGrainWithIntegerKey => Reference<T>(primaryKey.ToString("X", CultureInfo.InvariantCulture));

    /// <inheritdoc />
    public T GetGrain<T>(string primaryKey, string? grainClassNamePrefix = null)
        where T : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        return Reference<T>(primaryKey);
    }

    /// <inheritdoc />
    public T CreateObjectReference<T>(IGrainObserver obj)
        where T : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj is Grain or GrainReference)
            throw new ArgumentException("A grain or a reference needs no object reference.", nameof(obj));
        if (obj is not T)
            throw new ArgumentException($"The object does not implement {typeof(T)}.", nameof(obj));
        var id = GrainId.Create(ObserverType, Guid.NewGuid().ToString("N"));
        cluster.Add(id, new ObserverObject(id, obj, silo));
        return (T)Reference(typeof(T), null, id);
    }

    /// <inheritdoc />
    public void DeleteObjectReference<T>(IGrainObserver obj)
        where T : IGrainObserver
    {
        if (!cluster.RemoveObserver(obj.GetGrainId()))
            throw new ArgumentException("The reference is not associated with an object here.", nameof(obj));
    }

    /// <summary>A reference to what has this identity; no class for an observer.</summary>
    internal object Reference(Type interfaceType, GrainClass? grainClass, GrainId id) =>
        Proxies
            .GetOrAdd(interfaceType, static type => (GrainReference)DispatchProxy.Create(type, typeof(GrainReference)))
            .For(this, grainClass, id);

    internal void Send(Call call)
    {
        if ((ActivationScheduler.CurrentActivation?.Silo ?? silo) is { IsDead: true } caller)
            call.Fail(new SiloUnavailableException($"The silo {caller.Name} has stopped and cannot send {call}."));
        else
            cluster.Deliver(call);
    }

    private T Reference<T>(string key)
    {
        var grainClass = GrainClass.For(typeof(T));
        return (T)Reference(typeof(T), grainClass, new GrainId(grainClass.GrainType, IdSpan.Create(key)));
    }
}
