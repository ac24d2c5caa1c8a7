namespace Orleans.Configuration;

#pragma warning disable CA1707 // The name is the one of Microsoft Orleans.

/// <summary>How a silo sends and takes calls.</summary>
public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>An activation that has more calls than that, running and waiting, refuses others; 0 for no bound.</summary>
    public int MaxEnqueuedRequestsHardLimit { get; set; }

    /// <summary>The same for activations of stateless workers.</summary>
    public int MaxEnqueuedRequestsHardLimit_StatelessWorker { get; set; }
}
