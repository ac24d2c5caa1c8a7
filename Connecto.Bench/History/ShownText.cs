namespace Connecto.Bench.History;

/// <summary>
/// The last times that a client was given the text of a message: by the event of this rev, live or replayed (0: by none), and by the
/// answer to a call made at <c>CalledAt</c> since the run began (null: by none).
/// </summary>
internal sealed record ShownText(string Text, long EventRev, TimeSpan? CalledAt)
{
    /// <summary>Both put together.</summary>
    public ShownText After(ShownText? before) =>
        before is null ? this : new ShownText(Text, Math.Max(EventRev, before.EventRev), CalledAt ?? before.CalledAt);
}
