namespace Orleans.Runtime;

/// <summary>The grain's inbox is full; the call was not taken.</summary>
public sealed class LimitExceededException : OrleansException
{
    /// <summary>An error without a message of its own.</summary>
    public LimitExceededException()
        : base("Limit exceeded") { }

    /// <summary>An error with a message.</summary>
    public LimitExceededException(string message)
        : base(message) { }

    /// <summary>An error with its cause.</summary>
    public LimitExceededException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>An error that names the limit and how far it was passed.</summary>
    public LimitExceededException(string limitName, int current, int threshold, object extraInfo)
        : base($"Limit exceeded {limitName} Current={current} Threshold={threshold} {extraInfo}") { }
}
