namespace Connecto.Bench.Clients;

/// <summary>Something that a client changes of a message, called until it is answered.</summary>
internal abstract class OwnChange(string planetId, long seq)
{
    public string PlanetId => planetId;
    public long Seq => seq;
    public int Attempts { get; set; }

    /// <summary>The hub's method.</summary>
    public abstract string Method { get; }

    /// <summary>The method's argument, the same at every call.</summary>
    public abstract object Argument { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} of #{Seq} in {PlanetId}, called {Attempts} times";
}
