namespace Connecto.Bench.History;

/// <summary>Sends and messages match one to one, each at the place that its sender was told.</summary>
internal sealed class AcknowledgedOnce : IHistoryRule
{
    /// <inheritdoc/>
    public string Says => "every acknowledged message is there exactly once with its acknowledged seq, and no other is";

    /// <inheritdoc/>
    public IEnumerable<string> Broken(RunRecord run)
    {
        var sends = run.Sends.ToLookup(send => send.PlanetId);
        return run.Planets.SelectMany(planet => Broken(planet, [.. sends[planet.PlanetId]], run.IsCluster));
    }

    private static IEnumerable<string> Broken(PlanetRecord planet, List<SentMessage> sends, bool isCluster)
    {
        var messages = planet.Messages.ToLookup(message => message.Seq);
        var claims = sends.Where(send => send.Answer is not null).ToLookup(send => send.Answer!.Seq);
        foreach (var send in sends)
        {
            if (Fault(send, messages, isCluster) is { } fault)
            {
                yield return $"planet {planet.PlanetId}: {send.ClientMessageId} of {send.UserId}, {Answer(send)}: {fault}";
            }
        }
        foreach (var claim in claims.Where(claim => claim.Count() > 1))
        {
            var names = string.Join(", ", claim.Select(send => $"{send.ClientMessageId} of {send.UserId}"));
            yield return $"planet {planet.PlanetId}: seq {claim.Key} was acknowledged to several: {names}";
        }
        foreach (var message in planet.Messages.Where(message => !claims.Contains(message.Seq)))
        {
            yield return $"planet {planet.PlanetId}: nobody was told of {message}{Twin(message, sends)}";
        }
    }

    private static string? Fault(SentMessage send, ILookup<long, MessageState> messages, bool isCluster)
    {
        if (send.Answer is not { } answer)
        {
            return send.Refusal is null ? "was never answered" : null;
        }
        if (answer.Duplicate && send.Attempts == 1 && !isCluster)
        {
            return "its only call was answered as a duplicate";
        }
        var found = messages[answer.Seq].ToList();
        if (found.Count != 1)
        {
            return $"seq {answer.Seq} is there {found.Count} times";
        }
        var message = found[0];
        var isChanged = message.EditedAt is not null || message.DeletedAt is not null;
        var isNewer = message.Rev > answer.Rev;
        var isIts =
            message.Id == answer.MessageId
            && message.SenderId == send.UserId
            && message.CreatedAt == answer.CreatedAt
            && (isChanged ? isNewer : (isNewer || message.Rev == answer.Rev) && message.Text == send.Text);
        return isIts ? null : $"there stands {message}";
    }

    private static string Answer(SentMessage send) =>
        $"called {send.Attempts} times, answered {send.Answer?.ToString() ?? "never"}";

    private static string Twin(MessageState message, List<SentMessage> sends) =>
        sends.Find(send => message.SenderId == send.UserId && message.Text == send.Text) is { } twin
            ? $"\nits text is that of {twin.ClientMessageId}, {Answer(twin)}"
            : "";
}
