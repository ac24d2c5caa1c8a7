using Connecto.Ids;
using Connecto.Messages;

namespace Connecto.Planets;

/// <summary>
/// Who has read how far. A reader who joined at seq j and whose cursor is c has read the messages j + 1 to c, so a
/// message counts #(c &gt;= seq) - #(j &gt;= seq) readers; its sender is never one of them. Of few readers they are
/// counted in one pass. Of many, the newest messages are served from two Fenwick trees in O(log n), and a page of older
/// ones takes one pass over the readers.
/// </summary>
internal sealed class ReadCursors
{
    /// <summary>Messages that the trees reach back at most.</summary>
    internal const int Window = 2048;

    /// <summary>Up to so many readers a pass over them is as quick as the trees, which take 16 KiB.</summary>
    internal const int Few = 64;

    private readonly Dictionary<Snowflake, Place> _readers = [];

    // Both there or neither.
    private Fenwick? _cursors;
    private Fenwick? _joins;

    // The trees hold a seq s at position s - _base, everything at or below _base at position 0.
    private long _base;

    private readonly record struct Place(long Joined, long Cursor, bool Hidden);

    /// <summary>Starts counting a reader; his cursor is never before his joining. One who hides is kept, not counted.</summary>
    public void Add(Snowflake userId, long joined, long cursor, long head, bool hidden = false)
    {
        Remove(userId);
        var reader = new Place(joined, Math.Max(joined, cursor), hidden);
        _readers.Add(userId, reader);
        if (_cursors is null && _readers.Count > Few)
        {
            (_cursors, _joins) = (new Fenwick(Window + 1), new Fenwick(Window + 1));
            Rebuild(head);
            return;
        }
        if (!Reach(head))
        {
            Count(reader, 1);
        }
    }

    public void Remove(Snowflake userId)
    {
        if (_readers.Remove(userId, out var reader))
        {
            Count(reader, -1);
        }
    }

    /// <summary>Hides a reader from all counts, or shows him again; answers whether that changed.</summary>
    public bool Hide(Snowflake userId, bool hidden)
    {
        if (!_readers.TryGetValue(userId, out var reader) || reader.Hidden == hidden)
        {
            return false;
        }
        Count(reader, -1);
        _readers[userId] = reader = reader with { Hidden = hidden };
        Count(reader, 1);
        return true;
    }

    public bool IsHidden(Snowflake userId) => _readers.TryGetValue(userId, out var reader) && reader.Hidden;

    public long? Cursor(Snowflake userId) => _readers.TryGetValue(userId, out var reader) ? reader.Cursor : null;

    /// <summary>Moves a cursor forward, at most to the head. Answers where it stood, or null where it did not move.</summary>
    public long? Move(Snowflake userId, long seq, long head)
    {
        seq = Math.Min(seq, head);
        if (!_readers.TryGetValue(userId, out var reader) || seq <= reader.Cursor)
        {
            return null;
        }
        Reach(head);
        _readers[userId] = reader with { Cursor = seq };
        if (_cursors is not null && !reader.Hidden)
        {
            _cursors.Add(Position(reader.Cursor), -1);
            _cursors.Add(Position(seq), 1);
        }
        return reader.Cursor;
    }

    /// <summary>The numbers of messages that follow each other without a gap, given by their senders.</summary>
    public MessageCount[] Counts(long firstSeq, ReadOnlySpan<Snowflake> senders)
    {
        if (_cursors is not null && firstSeq > _base)
        {
            var counts = new MessageCount[senders.Length];
            for (var i = 0; i < senders.Length; i++)
            {
                counts[i] = Count(firstSeq + i, senders[i]);
            }
            return counts;
        }
        return Recount(firstSeq, senders);
    }

    /// <summary>The same numbers by one pass over the readers.</summary>
    public MessageCount[] Recount(long firstSeq, ReadOnlySpan<Snowflake> senders)
    {
        const int OnStack = 128;
        var counts = new MessageCount[senders.Length];
        var places = senders.Length + 1;
        var reads = places <= OnStack ? stackalloc int[places] : new int[places];
        var eligible = places <= OnStack ? stackalloc int[places] : new int[places];
        foreach (var reader in _readers.Values)
        {
            if (reader.Hidden)
            {
                continue;
            }
            var from = (int)Math.Clamp(reader.Joined + 1 - firstSeq, 0, senders.Length);
            var to = (int)Math.Clamp(reader.Cursor + 1 - firstSeq, from, senders.Length);
            eligible[from]++;
            reads[from]++;
            reads[to]--;
        }
        int read = 0,
            all = 0;
        for (var i = 0; i < senders.Length; i++)
        {
            read += reads[i];
            all += eligible[i];
            counts[i] = WithoutSender(firstSeq + i, senders[i], read, all);
        }
        return counts;
    }

    private MessageCount Count(long seq, Snowflake sender)
    {
        var below = (int)Math.Min(seq - _base, Window + 1);
        var joinedBefore = _joins!.Below(below);
        var cursorBefore = _cursors!.Below(below);
        return WithoutSender(seq, sender, joinedBefore - cursorBefore, joinedBefore);
    }

    // joined < seq for `all` readers, of whom those with cursor >= seq have read it.
    private MessageCount WithoutSender(long seq, Snowflake sender, int read, int all)
    {
        if (_readers.TryGetValue(sender, out var own) && !own.Hidden && own.Joined < seq)
        {
            all--;
            if (own.Cursor >= seq)
            {
                read--;
            }
        }
        return new MessageCount(seq, read, all - read);
    }

    private void Count(Place reader, int amount)
    {
        if (_cursors is null || reader.Hidden)
        {
            return;
        }
        _joins!.Add(Position(reader.Joined), amount);
        _cursors.Add(Position(reader.Cursor), amount);
    }

    private int Position(long seq) => (int)Math.Max(0, seq - _base);

    // Every half window the trees are built anew around the newest messages: O(readers) once in 1,024 messages.
    private bool Reach(long head)
    {
        if (_cursors is null || head - _base <= Window)
        {
            return false;
        }
        Rebuild(head);
        return true;
    }

    /// <summary>Builds the trees anew from the readers, where there are any.</summary>
    public void Rebuild(long head)
    {
        if (_cursors is null)
        {
            return;
        }
        _base = Math.Max(0, head - (Window / 2));
        _joins!.Clear();
        _cursors.Clear();
        foreach (var reader in _readers.Values)
        {
            Count(reader, 1);
        }
    }
}
