namespace Connecto.Planets;

/// <summary>
/// Counts at positions 0 to <c>size - 1</c> with their prefix sums, both in O(log n). Source: P. M. Fenwick, "A new
/// data structure for cumulative frequency tables", 1994.
/// </summary>
internal sealed class Fenwick(int size)
{
    private readonly int[] _sums = new int[size + 1];

    public void Add(int position, int amount)
    {
        for (var i = position + 1; i < _sums.Length; i += i & -i)
        {
            _sums[i] += amount;
        }
    }

    /// <summary>The sum of all positions below <paramref name="end"/>.</summary>
    public int Below(int end)
    {
        var sum = 0;
        for (var i = end; i > 0; i -= i & -i)
        {
            sum += _sums[i];
        }
        return sum;
    }

    public void Clear() => Array.Clear(_sums);
}
