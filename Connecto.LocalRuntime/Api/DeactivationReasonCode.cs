namespace Orleans;

#pragma warning disable CA1028 // The underlying type is the one of Microsoft Orleans.

/// <summary>Why an activation ends, as a code.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>Not said.</summary>
    None,

    /// <summary>The silo stops.</summary>
    ShuttingDown,

    /// <summary>The grain's constructor or <c>OnActivateAsync</c> failed.</summary>
    ActivationFailed,

    /// <summary>Not used here.</summary>
    DirectoryFailure,

    /// <summary>It was idle for the collection age.</summary>
    ActivationIdle,

    /// <summary>Not used here.</summary>
    ActivationUnresponsive,

    /// <summary>Not used here.</summary>
    DuplicateActivation,

    /// <summary>Not used here.</summary>
    IncompatibleRequest,

    /// <summary>The grain failed.</summary>
    ApplicationError,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested,

    /// <summary>Not used here.</summary>
    Migrating,

    /// <summary>The runtime asked for it.</summary>
    RuntimeRequested,

    /// <summary>Not used here.</summary>
    HighMemoryPressure,
}
