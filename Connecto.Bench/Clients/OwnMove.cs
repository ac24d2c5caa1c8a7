namespace Connecto.Bench.Clients;

/// <summary>A leaving or joining of a client's user, called until it is answered.</summary>
internal sealed class OwnMove(string planetId, bool joins)
{
    public string PlanetId => planetId;
    public bool Joins => joins;
    public int Attempts { get; set; }
    public string Path => $"planets/{planetId}/{(joins ? "join" : "leave")}";

    /// <inheritdoc/>
    public override string ToString() => $"{Path}, called {Attempts} times";
}
