using Connecto.Planets;

namespace Connecto.Bench.Data;

/// <summary>What a data set holds. The same plan and seed make the same set, but for its ids and the time it ends at.</summary>
/// <param name="Users">At least as many as the largest planet has members.</param>
internal sealed record DataPlan(int Users, IReadOnlyList<PlanetPlan> Planets)
{
    private const int Few = 10;
    private const int Many = 100;
    private const int Most = 1_000;

    // One of so many has many members, and one of so many is a travel's.
    private const int ManyEvery = 50;
    private const int TravelEvery = 5;

    // The larger, the more alike planets are: so the largest of a thousand has about 1/80 of all messages.
    private const int Evenness = 20;

    public int Messages => Planets.Sum(planet => planet.Messages);

    /// <summary>
    /// Planets of about 10 members, some of 100 and, where there are as many users, the first of 1,000. The messages
    /// fall off from planet to planet as they do where people choose freely (Zipf), and are so many exactly.
    /// </summary>
    public static DataPlan Spread(int messages, int users, int planets)
    {
        var weights = Enumerable.Range(0, planets).Select(i => 1.0 / (i + Evenness)).ToList();
        var (all, given, passed) = (weights.Sum(), 0, 0.0);
        var made = new List<PlanetPlan>();
        for (var i = 0; i < planets; i++)
        {
            passed += weights[i];
            var until = i == planets - 1 ? messages : (int)(messages * (passed / all));
            var kind = i % TravelEvery == TravelEvery - 1 ? PlanetKind.Travel : PlanetKind.Group;
            made.Add(new PlanetPlan(kind, Math.Min(users, MembersOf(i)), until - given));
            given = until;
        }
        return new DataPlan(users, made);
    }

    /// <summary>Groups that are all alike.</summary>
    public static DataPlan Even(int users, int planets, PlanetPlan planet) =>
        new(users, [.. Enumerable.Repeat(planet, planets)]);

    private static int MembersOf(int planet) =>
        planet == 0 ? Most
        : planet % ManyEvery == 1 ? Many
        : Few - 2 + (planet % 5);
}
