using Connecto.Web.Tests.Durability.History;

namespace Connecto.Web.Tests.Durability;

/// <summary>An edit of a message of a client's own, or its deletion where there is no text, called until it is answered.</summary>
internal sealed class OwnChange(string planetId, long seq, string? text)
{
    public long Seq => seq;
    public bool IsDeletion => text is null;
    public int Attempts { get; set; }
    public string Method => IsDeletion ? "DeleteMessage" : "EditMessage";

    public object Argument =>
        IsDeletion
            ? new { planetId, seq }
            : new
            {
                planetId,
                seq,
                text,
            };

    public ChangedMessage Record(string userId, long rev) => new(planetId, userId, seq, text, rev, Attempts);
}
