namespace Connecto.Bench.History;

/// <summary>
/// One event by its place, its kind, the message that it tells of, and what else it tells: of a reaction
/// <c>user on|off emoji</c>, of members <c>user status, …</c>. A snapshot that a client was given stands among its
/// events as one of the kind <see cref="Snapshot"/> at the head.
/// </summary>
internal readonly record struct EventStep(long Rev, string Kind, long? Seq, string? Detail = null)
{
    public const string Snapshot = "snapshot";

    /// <inheritdoc/>
    public override string ToString() =>
        $"rev {Rev} {Kind}{(Seq is null ? "" : $" #{Seq}")}{(Detail is null ? "" : $" ({Detail})")}";
}
