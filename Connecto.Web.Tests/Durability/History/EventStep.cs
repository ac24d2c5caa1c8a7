namespace Connecto.Web.Tests.Durability.History;

/// <summary>One event by its place, its kind, and the message that it tells of.</summary>
public readonly record struct EventStep(long Rev, string Kind, long? Seq)
{
    /// <inheritdoc/>
    public override string ToString() => $"rev {Rev} {Kind}{(Seq is null ? "" : $" #{Seq}")}";
}
