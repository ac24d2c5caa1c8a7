namespace Connecto.Bench.Clients;

/// <summary>A reaction that a client sets or takes away.</summary>
internal sealed class OwnReaction(string planetId, long seq, string emoji, bool on) : OwnChange(planetId, seq)
{
    public string Emoji => emoji;
    public bool On => on;
    public override string Method => "React";

    public override object Argument =>
        new
        {
            planetId = PlanetId,
            seq = Seq,
            emoji,
            on,
        };
}
