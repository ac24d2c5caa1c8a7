namespace Connecto.Bench.History;

/// <summary>
/// A send as its client knows it: how often it was called until the first answer, that answer, and the one to the same
/// call repeated after the run. What the client was never told is null. <c>Refusal</c> is the code with which it was
/// refused for good: then it has no answer.
/// </summary>
internal sealed record SentMessage(
    string PlanetId,
    string UserId,
    string ClientMessageId,
    string Text,
    int Attempts,
    Acknowledgement? Answer,
    Acknowledgement? Retry,
    string? Refusal = null
)
{
    /// <summary>The users whom it mentions.</summary>
    public IReadOnlyList<string> Mentions { get; init; } = [];
}
