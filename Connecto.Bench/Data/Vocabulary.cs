namespace Connecto.Bench.Data;

/// <summary>
/// Words as often as people use them: the frequency falls off with the rank (Zipf, with Mandelbrot's shift). Beyond the listed
/// ones come compounds of them, so that there are many rare words.
/// </summary>
internal sealed class Vocabulary(string listed, int words)
{
    // So the first one of 20,000 is about every thirtieth word.
    private const double Shift = 2.7;

    private readonly string[] _listed = listed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How many there are.</summary>
    public int Count => words;

    /// <summary>The word of that rank, from 0.</summary>
    public string this[int rank] =>
        rank < _listed.Length
            ? _listed[rank]
            // Apart from each other, so that neighbours by rank do not begin alike.
            : _listed[rank * 7 % _listed.Length] + _listed[rank / _listed.Length % _listed.Length];

    public string Draw(Random random) =>
        this[(int)((Math.Pow((words + Shift) / Shift, random.NextDouble()) * Shift) - Shift)];
}
