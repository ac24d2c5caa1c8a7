namespace Orleans;

/// <summary>The grains, seen from outside them.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>Services of the host that this client belongs to.</summary>
    IServiceProvider ServiceProvider { get; }
}
