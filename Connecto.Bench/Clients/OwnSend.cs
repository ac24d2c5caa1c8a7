using Connecto.Bench.History;

namespace Connecto.Bench.Clients;

/// <summary>
/// A send of a client's own, called until it is answered and once more at the end. Hub and REST take the same request,
/// and each further call goes the other way.
/// </summary>
internal sealed class OwnSend(
    string planetId,
    string clientMessageId,
    string text,
    long? replyToSeq,
    IReadOnlyList<string> mentions,
    bool beginsByRest
)
{
    public string PlanetId => planetId;
    public int Attempts { get; set; }

    /// <summary>When it was first called, as a timestamp of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public long CalledAt { get; set; }
    public Acknowledgement? Answer { get; set; }
    public Acknowledgement? Retry { get; set; }

    /// <summary>The code with which it was refused for good.</summary>
    public string? Refusal { get; set; }

    /// <summary>Whether nothing is to come of it any more.</summary>
    public bool IsSettled => Answer is not null || Refusal is not null;

    /// <summary>Whether its next call is one to REST.</summary>
    public bool GoesByRest => beginsByRest == (Attempts % 2 == 0);

    /// <summary>The argument of <c>SendMessage</c>, the same at every call.</summary>
    public object Argument =>
        new
        {
            planetId,
            clientMessageId,
            text,
            replyToSeq,
            mentions,
        };

    /// <summary>The body for REST, the same at every call.</summary>
    public object Body =>
        new
        {
            clientMessageId,
            text,
            replyToSeq,
            mentions,
        };

    public SentMessage Record(string userId) =>
        new(planetId, userId, clientMessageId, text, Attempts, Answer, Retry, Refusal) { Mentions = mentions };
}
