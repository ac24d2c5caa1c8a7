namespace Orleans.Runtime;

#pragma warning disable CA1032, RCS1194 // Only the runtime rejects calls.

/// <summary>The call did not reach its grain.</summary>
public class OrleansMessageRejectionException : OrleansException
{
    internal OrleansMessageRejectionException(string message)
        : base(message) { }

    internal OrleansMessageRejectionException(string message, Exception innerException)
        : base(message, innerException) { }
}
