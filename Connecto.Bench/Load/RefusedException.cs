namespace Connecto.Bench.Load;

/// <summary>The server takes no connection now.</summary>
internal sealed class RefusedException(string head) : IOException($"The server refused the connection: {head}")
{
    /// <summary>Whether it asks to come back later (503).</summary>
    public bool IsPassing { get; } = head.StartsWith("HTTP/1.1 503", StringComparison.Ordinal);

    /// <summary>How long it asks to wait; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; } =
        HttpHead.Number(head, "Retry-After") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
}
