namespace Connecto.Planets;

/// <summary>
/// Items numbered without a gap, in an array that grows with them. It holds what it is given: its owner says what is
/// too much, and drops the first.
/// </summary>
internal sealed class Ring<T>(long head)
    where T : class
{
    private const int Smallest = 8;

    private T?[] _items = [];

    /// <summary>The lowest number; one past the head where it is empty.</summary>
    public long First { get; private set; } = head + 1;

    public long Head { get; private set; } = head;

    public int Count => (int)(Head + 1 - First);

    /// <summary>An item that is there.</summary>
    public T this[long number]
    {
        get => _items[number % _items.Length]!;
        set => _items[number % _items.Length] = value;
    }

    public bool Holds(long number) => number >= First && number <= Head;

    public void Append(T item)
    {
        MakeRoom();
        Head++;
        this[Head] = item;
    }

    public void Prepend(T item)
    {
        MakeRoom();
        First--;
        this[First] = item;
    }

    public T DropFirst()
    {
        ref var place = ref _items[First % _items.Length];
        var dropped = place!;
        place = null;
        First++;
        return dropped;
    }

    private void MakeRoom()
    {
        if (Count < _items.Length)
        {
            return;
        }
        var larger = new T?[Math.Max(Smallest, 2 * _items.Length)];
        for (var number = First; number <= Head; number++)
        {
            larger[number % larger.Length] = this[number];
        }
        _items = larger;
    }
}
