namespace Orleans.Runtime;

/// <summary>The options contradict themselves, or ask for what this runtime does not do.</summary>
public sealed class OrleansConfigurationException : Exception
{
    /// <summary>An error without a message of its own.</summary>
    public OrleansConfigurationException()
        : base("Invalid configuration.") { }

    /// <summary>An error with a message.</summary>
    public OrleansConfigurationException(string message)
        : base(message) { }

    /// <summary>An error with its cause.</summary>
    public OrleansConfigurationException(string message, Exception innerException)
        : base(message, innerException) { }
}
