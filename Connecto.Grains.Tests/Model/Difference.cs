namespace Connecto.Tests.Model;

/// <summary>Where the planet and its model differ.</summary>
internal sealed class Difference(string what) : Exception(what)
{
    public static void Require<T>(string of, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new Difference($"{of}: the model has [{expected}], the planet [{actual}]");
        }
    }

    public static void RequireAll<T>(string of, IEnumerable<T> expected, IEnumerable<T> actual)
    {
        var (model, planet) = (expected.ToList(), actual.ToList());
        for (var i = 0; i < Math.Max(model.Count, planet.Count); i++)
        {
            Require($"{of}, place {i}", At(model, i), At(planet, i));
        }
    }

    private static string At<T>(List<T> list, int place) => place < list.Count ? $"{list[place]}" : "nothing";
}
