namespace Connecto.Bench.Load;

/// <summary>Users and planets made for a run: user i is a member of planet i modulo their number.</summary>
/// <param name="Tokens">An access token a user.</param>
/// <param name="Planets">Ids.</param>
internal sealed record LoadWorld(IReadOnlyList<string> Tokens, IReadOnlyList<string> Planets)
{
    public string PlanetOf(int user) => Planets[user % Planets.Count];
}
