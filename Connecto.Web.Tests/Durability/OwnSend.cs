using Connecto.Web.Tests.Durability.History;

namespace Connecto.Web.Tests.Durability;

/// <summary>A send of a client's own, called until it is answered and once more at the end.</summary>
internal sealed class OwnSend(string planetId, string clientMessageId, string text, long? replyToSeq)
{
    public string PlanetId => planetId;
    public int Attempts { get; set; }
    public Acknowledgement? Answer { get; set; }
    public Acknowledgement? Retry { get; set; }

    /// <summary>The argument of <c>SendMessage</c>, the same at every call.</summary>
    public object Argument =>
        new
        {
            planetId,
            clientMessageId,
            text,
            replyToSeq,
        };

    public SentMessage Record(string userId) => new(planetId, userId, clientMessageId, text, Attempts, Answer, Retry);
}
