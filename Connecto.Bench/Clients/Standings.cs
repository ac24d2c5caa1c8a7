namespace Connecto.Bench.Clients;

/// <summary>Where a user is a member, as far as it was acknowledged; at first everywhere. Thread-safe.</summary>
internal sealed class Standings
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (bool? IsIn, int Changes)> _planets = [];

    /// <summary>How often a change of it began or ended: whoever is in and finds it the same was in throughout.</summary>
    public int Changes(string planetId) => Of(planetId).Changes;

    /// <summary>Whether he is out for sure.</summary>
    public bool IsOut(string planetId) => Of(planetId).IsIn == false;

    /// <summary>Whether he is in, and was since <see cref="Changes"/> was this.</summary>
    public bool IsInSince(string planetId, int changes) => Of(planetId) == (true, changes);

    /// <summary>A change is called for; until it is answered he may be in or out.</summary>
    public void Begin(string planetId)
    {
        lock (_lock)
        {
            _planets[planetId] = (null, Of(planetId).Changes + 1);
        }
    }

    /// <summary>The change was answered.</summary>
    public void Settle(string planetId, bool isIn)
    {
        lock (_lock)
        {
            _planets[planetId] = (isIn, Of(planetId).Changes + 1);
        }
    }

    private (bool? IsIn, int Changes) Of(string planetId)
    {
        lock (_lock)
        {
            return _planets.GetValueOrDefault(planetId, (true, 0));
        }
    }
}
