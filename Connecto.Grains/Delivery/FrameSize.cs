using Connecto.Planets;

namespace Connecto.Delivery;

/// <summary>About what parts of a frame take in memory, in bytes.</summary>
internal static class FrameSize
{
    private const int Event = 128;
    private const int Message = 512;
    private const int Listed = 128;
    private const int Counter = 24;

    public static int Of(PlanetEvent told) =>
        told switch
        {
            MessagePosted posted => Message
                + Text(posted.Message.Text)
                + (8 * posted.Message.Mentions.Length)
                + (Listed * posted.Message.Reactions.Length),
            MessageEdited edited => Event + Text(edited.Text),
            MembersChanged changed => Event + changed.Members.Sum(member => Listed + Text(member.DisplayName)),
            _ => Event,
        };

    public static int Of(CounterChange counters) =>
        Event + (Counter * (counters.Moves.Length + counters.Counts.Length));

    private static int Text(string? text) => 2 * (text?.Length ?? 0);
}
