using Orleans.Runtime;

namespace Orleans.Configuration;

/// <summary>When activations begin and end.</summary>
public class GrainCollectionOptions
{
    /// <summary>How often idle activations are looked for.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an activation is idle before it is ended; more than <see cref="CollectionQuantum"/>.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long <c>OnActivateAsync</c> may take.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long <c>OnDeactivateAsync</c> may take.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal void Check()
    {
        if (CollectionQuantum <= TimeSpan.Zero)
            throw new OrleansConfigurationException(
                $"CollectionQuantum is {CollectionQuantum} and must be more than 0."
            );
        if (CollectionAge <= CollectionQuantum)
            throw new OrleansConfigurationException(
                $"CollectionAge is {CollectionAge} and must be more than CollectionQuantum, which is {CollectionQuantum}."
            );
    }
}
