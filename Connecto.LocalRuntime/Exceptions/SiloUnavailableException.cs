namespace Orleans.Runtime;

/// <summary>The silo that had the call is gone, or there is none that could take it. What the call did is unknown.</summary>
public sealed class SiloUnavailableException : OrleansMessageRejectionException
{
    /// <summary>An error without a message of its own.</summary>
    public SiloUnavailableException()
        : base("Silo unavailable") { }

    /// <summary>An error with a message.</summary>
    public SiloUnavailableException(string msg)
        : base(msg) { }

    /// <summary>An error with its cause.</summary>
    public SiloUnavailableException(string message, Exception innerException)
        : base(message, innerException) { }
}
