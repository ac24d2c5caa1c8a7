namespace Connecto.Bench.History;

/// <summary>The same <c>clientMessageId</c> once more, after everything, answers what it answered first.</summary>
internal sealed class RetriesAnswerTheOriginal : IHistoryRule
{
    /// <inheritdoc/>
    public string Says => "a retry of every clientMessageId answers the original with duplicate: true";

    /// <inheritdoc/>
    public IEnumerable<string> Broken(RunRecord run) =>
        from send in run.Sends
        where send is not { Answer: null, Refusal: not null } && !IsOriginal(send)
        select $"planet {send.PlanetId}: {send.ClientMessageId} of {send.UserId}, "
            + $"first {send.Answer?.ToString() ?? "nothing"}, then {send.Retry?.ToString() ?? "nothing"}";

    private static bool IsOriginal(SentMessage send) =>
        send is { Answer: { } answer, Retry: { Duplicate: true } retry }
        && (retry.MessageId, retry.Seq, retry.Rev, retry.CreatedAt)
            == (answer.MessageId, answer.Seq, answer.Rev, answer.CreatedAt);
}
