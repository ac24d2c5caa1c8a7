namespace Connecto.Bench.Clients;

/// <summary>An edit of a message of the client's own, or its deletion where there is no text.</summary>
internal sealed class OwnEdit(string planetId, long seq, string? text) : OwnChange(planetId, seq)
{
    public string? Text => text;
    public override string Method => text is null ? "DeleteMessage" : "EditMessage";

    public override object Argument =>
        new
        {
            planetId = PlanetId,
            seq = Seq,
            text,
        };
}
