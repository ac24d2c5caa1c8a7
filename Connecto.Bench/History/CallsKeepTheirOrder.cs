namespace Connecto.Bench.History;

/// <summary>
/// What one connection sent to one planet stands in the order of its calls, whatever of it got through. What came by REST
/// has no connection. An answer to an only call that says duplicate counts as well: in a cluster it is the web node that
/// called again, before it called for anything later of that planet.
/// </summary>
internal sealed class CallsKeepTheirOrder : IHistoryRule
{
    /// <inheritdoc/>
    public string Says => "sends of one connection to one planet keep the order of the calls";

    /// <inheritdoc/>
    public IEnumerable<string> Broken(RunRecord run) =>
        from send in run.Sends
        where send.Answer is { Connection: > 0 } && (send.Attempts == 1 || !send.Answer.Duplicate)
        group (send.ClientMessageId, Answer: send.Answer!) by (
            send.PlanetId,
            send.UserId,
            send.Answer!.Connection
        ) into sends
        let inOrder = sends.OrderBy(send => send.Answer.Call).ToList()
        from pair in inOrder.Zip(inOrder.Skip(1))
        where pair.First.Answer.Seq >= pair.Second.Answer.Seq
        select $"planet {sends.Key.PlanetId}: {sends.Key.UserId} on its connection {sends.Key.Connection} called\n"
            + $"{pair.First.ClientMessageId} ({pair.First.Answer}), call {pair.First.Answer.Call}, before\n"
            + $"{pair.Second.ClientMessageId} ({pair.Second.Answer}), call {pair.Second.Answer.Call}";
}
