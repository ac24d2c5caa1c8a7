using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A silo as its test sees it.</summary>
public abstract class SiloHandle : IAsyncDisposable
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its address, which a grain in it knows as its runtime's identity.</summary>
    public SiloAddress SiloAddress { get; set; } = null!;

    /// <summary>Whether it was neither stopped nor killed.</summary>
    public abstract bool IsActive { get; }

    /// <summary>Stops it, or kills it.</summary>
    public abstract Task StopSiloAsync(bool stopGracefully);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}
