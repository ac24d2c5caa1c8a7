using Connecto.Bench.History;

namespace Connecto.Web.Tests.Durability.Rules;

/// <summary>A sound run with one thing changed, and whether the rule about it notices.</summary>
internal static class PlantedFault
{
    public static RunRecord Sound { get; } = SoundRun.Make();

    /// <summary>The rule does not hold for the run, and says so in these words; the report says which rule it is.</summary>
    public static void AssertBroken<TRule>(RunRecord run, params string[] says)
        where TRule : IHistoryRule, new()
    {
        var rule = new TRule();
        var lines = string.Join("\n", rule.Broken(run));

        Assert.Empty(rule.Broken(Sound));
        Assert.All(says, words => Assert.Contains(words, lines));
        Assert.Contains(rule.Says, HistoryCheck.Report(run));
    }

    public static RunRecord WithPlanet(Func<PlanetRecord, PlanetRecord> change) =>
        Sound with
        {
            Planets = [change(Sound.Planets[0])],
        };

    public static RunRecord WithMessage(long seq, Func<MessageState, MessageState> change) =>
        WithPlanet(planet =>
            planet with
            {
                Messages = [.. planet.Messages.Select(message => message.Seq == seq ? change(message) : message)],
            }
        );

    public static RunRecord WithSend(string name, Func<SentMessage, SentMessage> change) =>
        Sound with
        {
            Sends = [.. Sound.Sends.Select(send => send.ClientMessageId == name ? change(send) : send)],
        };

    public static RunRecord WithCopy(string client, Func<CopyRecord, CopyRecord> change) =>
        Sound with
        {
            Copies = [.. Sound.Copies.Select(copy => copy.Client == client ? change(copy) : copy)],
        };

    public static List<MessageState> Swapped(IReadOnlyList<MessageState> messages, long one, long other) =>
        [
            .. messages
                .Select(message =>
                    message.Seq == one ? message with { Seq = other }
                    : message.Seq == other ? message with { Seq = one }
                    : message
                )
                .OrderBy(message => message.Seq),
        ];

    public static Dictionary<long, MessageCounts> Counting(
        IReadOnlyDictionary<long, MessageCounts> counts,
        long seq,
        MessageCounts instead
    ) => new(counts) { [seq] = instead };

    public static List<EventStep> Without(IReadOnlyList<EventStep> events, long rev, EventStep instead) =>
        [.. events.Select(step => step.Rev == rev ? instead : step)];

    public static Dictionary<long, ShownText> Showing(CopyRecord copy, long seq, ShownText instead) =>
        new(copy.Shown) { [seq] = instead };
}
