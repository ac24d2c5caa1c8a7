namespace Orleans.Runtime;

/// <summary>Base of what the runtime itself throws.</summary>
public class OrleansException : Exception
{
    /// <summary>An error without a message of its own.</summary>
    public OrleansException()
        : base("Unexpected error.") { }

    /// <summary>An error with a message.</summary>
    public OrleansException(string message)
        : base(message) { }

    /// <summary>An error with its cause.</summary>
    public OrleansException(string message, Exception innerException)
        : base(message, innerException) { }
}
