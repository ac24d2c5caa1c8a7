namespace Orleans.Runtime;

#pragma warning disable CA1032, RCS1194 // Only the runtime knows that an observer is gone.

/// <summary>The observer is gone: its reference was deleted or its object collected.</summary>
public sealed class ClientNotAvailableException : OrleansException
{
    internal ClientNotAvailableException(GrainId clientId)
        : base($"No activation for client {clientId}") { }
}
