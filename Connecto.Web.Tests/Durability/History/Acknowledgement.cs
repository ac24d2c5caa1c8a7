namespace Connecto.Web.Tests.Durability.History;

/// <summary>
/// The answer to a send. <c>Duplicate</c> where it is that of an earlier call; <c>Connection</c> and <c>Call</c> number
/// the client's connections and its calls on one of them.
/// </summary>
public sealed record Acknowledgement(
    string MessageId,
    long Seq,
    long Rev,
    string CreatedAt,
    bool Duplicate,
    int Connection = 0,
    int Call = 0
)
{
    /// <inheritdoc/>
    public override string ToString() => $"seq {Seq}, rev {Rev}, id {MessageId}{(Duplicate ? ", duplicate" : "")}";
}
