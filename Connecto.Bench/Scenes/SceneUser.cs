using Connecto.Bench.Data;

namespace Connecto.Bench.Scenes;

/// <summary>A user of a data set with a token, and the planets that he is in.</summary>
internal sealed record SceneUser(string Token, IReadOnlyList<DataPlanet> Planets)
{
    /// <summary>Those of a set who are in a planet, at most so many.</summary>
    public static async Task<IReadOnlyList<SceneUser>> TakeAsync(DataSet set, SceneAdmin admin, int count)
    {
        var planets = set
            .Planets.SelectMany(planet => planet.Members.Select(member => (Member: member, Planet: planet)))
            .ToLookup(one => one.Member, one => one.Planet);
        var users = set.UserIds.Where(planets.Contains).Take(count).ToList();
        var tokens = await admin.TokensAsync(users);
        return [.. users.Select((user, i) => new SceneUser(tokens[i], [.. planets[user]]))];
    }
}
