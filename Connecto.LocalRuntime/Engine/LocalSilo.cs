using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Connecto.LocalRuntime;

/// <summary>A place for activations with services of its own.</summary>
internal sealed class LocalSilo : ILocalSiloDetails, IDisposable
{
    private const int FirstPort = 11111;
    private readonly ConcurrentDictionary<GrainId, WorkerPool> _pools = new();
    private readonly SiloMessagingOptions _messaging;
    private readonly CancellationTokenSource _stopped = new();
    private volatile bool _isDead;

    public LocalSilo(
        LocalCluster cluster,
        IServiceProvider services,
        TimeProvider time,
        IOptions<SiloMessagingOptions> messaging,
        IOptions<GrainCollectionOptions> collection,
        IOptions<SiloOptions> options,
        ILogger<LocalSilo> logger
    )
    {
        Cluster = cluster;
        Services = services;
        Time = time;
        Logger = logger;
        Collection = collection.Value;
        _messaging = messaging.Value;
        var number = cluster.NextSiloNumber();
        Name = options.Value.SiloName ?? $"Silo_{number}";
        Address = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, FirstPort + number), number + 1);
        Factory = new Client(cluster, this, services, _messaging.ResponseTimeout, logger);
    }

    public string Name { get; }

    internal SiloAddress Address { get; }

    internal LocalCluster Cluster { get; }

    internal IServiceProvider Services { get; }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    internal GrainCollectionOptions Collection { get; }

    /// <summary>References made for grains of this silo and for what shares its host.</summary>
    internal Client Factory { get; }

    /// <summary>Whether new activations may be placed here.</summary>
    internal bool TakesActivations { get; private set; }

    /// <summary>Whether it neither runs nor sends calls.</summary>
    internal bool IsDead => _isDead;

    internal IEnumerable<Activation> Activations =>
        Cluster
            .Activations.Where(activation => activation.Silo == this)
            .Concat(_pools.SelectMany(entry => entry.Value.Workers));

    SiloAddress ILocalSiloDetails.SiloAddress => Address;

    internal int InboxLimit(GrainClass grainClass) =>
        grainClass.MaxWorkers > 0
            ? _messaging.MaxEnqueuedRequestsHardLimit_StatelessWorker
            : _messaging.MaxEnqueuedRequestsHardLimit;

    internal WorkerPool Pool(GrainId id, GrainClass grainClass) =>
        _pools.GetOrAdd(id, static (id, at) => new(at.silo, at.grainClass, id), (silo: this, grainClass));

    internal void Start()
    {
        Collection.Check();
        TakesActivations = true;
        Cluster.Join(this);
        _ = new Sweeper(this, _messaging.ResponseTimeout).RunAsync(_stopped.Token);
        Log.SiloStarted(Logger, Name);
    }

    /// <summary>
    /// Ends all activations, each after the calls that it runs, and waits for them as long as
    /// <paramref name="cancellationToken"/> allows; what is left then is killed.
    /// </summary>
    internal async Task StopAsync(CancellationToken cancellationToken)
    {
        TakesActivations = false;
        Cluster.Leave(this);
        if (!_isDead && !cancellationToken.IsCancellationRequested)
        {
            var activations = Activations.ToArray();
            foreach (var activation in activations)
                activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "The silo stops."), cancellationToken);
            await Task.WhenAll(activations.Select(activation => activation.Deactivated))
                .WaitAsync(cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Kill();
    }

    /// <summary>Ends it as a crash would: nobody in it is told, and callers from outside learn that it is gone.</summary>
    internal void Kill()
    {
        TakesActivations = false;
        if (_isDead)
            return;
        _isDead = true;
        Cluster.Leave(this);
        _stopped.Cancel();
        foreach (var activation in Activations)
            activation.Kill();
        Log.SiloStopped(Logger, Name);
    }

    public void Dispose()
    {
        Kill();
        _stopped.Dispose();
    }
}
