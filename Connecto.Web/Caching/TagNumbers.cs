using System.Collections.Concurrent;

namespace Connecto.Web.Caching;

/// <summary>
/// When each tag was given up last, in numbers that only grow. A value that was begun to be read at a number stands while
/// none of its tags has a greater one. Safe for use by several threads.
/// </summary>
internal sealed class TagNumbers
{
    /// <summary>Tags that are remembered; where one more comes, everything is given up instead.</summary>
    internal const int Most = 50_000;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, long> _givenUp = new(StringComparer.Ordinal);
    private long _floor;
    private long _now;

    public long Now => Volatile.Read(ref _now);

    public void GiveUp(IReadOnlyCollection<string> tags)
    {
        if (tags.Count == 0)
        {
            return;
        }
        lock (_lock)
        {
            foreach (var tag in tags)
            {
                _givenUp[tag] = _now + 1;
            }
            // The number comes last: who sees it sees the tags.
            Volatile.Write(ref _now, _now + 1);
            if (_givenUp.Count > Most)
            {
                GiveUpAll();
            }
        }
    }

    public void GiveUpAll()
    {
        lock (_lock)
        {
            Volatile.Write(ref _floor, _now + 1);
            _givenUp.Clear();
            Volatile.Write(ref _now, _now + 1);
        }
    }

    /// <summary>Whether none of the tags was given up after <paramref name="begun"/>.</summary>
    public bool Stands(long begun, IReadOnlyCollection<string> tags)
    {
        if (begun < Volatile.Read(ref _floor))
        {
            return false;
        }
        foreach (var tag in tags)
        {
            if (_givenUp.TryGetValue(tag, out var number) && number > begun)
            {
                return false;
            }
        }
        // What was cleared meanwhile is under the floor.
        return begun >= Volatile.Read(ref _floor);
    }
}
