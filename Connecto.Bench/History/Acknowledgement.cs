namespace Connecto.Bench.History;

/// <summary>
/// The answer to a send. <c>Duplicate</c> where it is that of an earlier call; <c>Connection</c> and <c>Call</c> number
/// the run's connections and the calls on one of them; what went by REST has neither.
/// </summary>
internal sealed record Acknowledgement(
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
