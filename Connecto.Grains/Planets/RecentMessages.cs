using System.Diagnostics.CodeAnalysis;
using Connecto.Ids;
using Connecto.Storage;

namespace Connecto.Planets;

/// <summary>
/// The newest messages of a planet in a ring by <c>seq</c>, with their idempotency keys, and older ones that were
/// read to be changed. Every change of a kept message passes through here, so what it holds is always as committed.
/// What is bounded in bytes is let go of by <see cref="Trim"/> and <see cref="TrimOlder"/>, once nobody needs it.
/// </summary>
internal sealed class RecentMessages
{
    /// <summary>Messages kept: enough for every snapshot, the newest page, and retries within minutes.</summary>
    internal const int Capacity = 1024;

    /// <summary>Bytes of the messages kept, by <see cref="BytesOf"/>; the newest <see cref="Least"/> stay whatever they take.</summary>
    internal const int MaxBytes = 1024 * 1024;

    /// <summary>What counts, snapshots and the newest page are made from.</summary>
    internal const int Least = Opening.CountedMessages;

    /// <summary>Older messages kept beside them.</summary>
    internal const int OlderCapacity = 1024;

    /// <summary>Bytes of the older messages that stay when nothing is under way.</summary>
    internal const int MaxOlderBytes = 1024 * 1024;

    private readonly Dictionary<(Snowflake Sender, string Key), StoredMessage> _byKey = [];
    private readonly Dictionary<long, StoredMessage> _older = [];
    private readonly Queue<long> _olderOrder = new();
    private Ring<StoredMessage> _ring = new(0);
    private long _bytes;
    private long _olderBytes;

    /// <summary>The lowest seq in the ring; one past the head where it is empty.</summary>
    public long First => _ring.First;

    public long Head => _ring.Head;

    /// <summary>Messages kept, the older ones beside the ring among them.</summary>
    public int Count => _ring.Count + _older.Count;

    /// <summary>About what a message takes in memory, with its key and its place.</summary>
    internal static int BytesOf(StoredMessage message)
    {
        const int Fixed = 512;
        const int OfAReaction = 96;
        var bytes = Fixed + (2 * (message.Text?.Length ?? 0)) + (8 * message.Mentions.Length);
        foreach (var kind in message.Reactions)
        {
            bytes += OfAReaction * (1 + kind.Users.Count);
        }
        return bytes;
    }

    /// <summary>Fills an empty ring with the newest messages, in order and dense.</summary>
    public void Load(IReadOnlyList<StoredMessage> newest, long head)
    {
        _ring = new Ring<StoredMessage>(head - newest.Count);
        foreach (var message in newest)
        {
            Append(message);
        }
    }

    public void Append(StoredMessage message)
    {
        if (_ring.Count == Capacity)
        {
            DropFirst();
        }
        _ring.Append(message);
        _byKey[(message.SenderId, message.ClientMessageId)] = message;
        _bytes += BytesOf(message);
    }

    /// <summary>Lets the first messages go where all together are too large. What a batch posts is told before.</summary>
    public void Trim()
    {
        while (_bytes > MaxBytes && _ring.Count > Least)
        {
            DropFirst();
        }
    }

    /// <summary>Lets older messages go where they are too large. Whoever has them read keeps it from being called.</summary>
    public void TrimOlder()
    {
        while (_olderBytes > MaxOlderBytes)
        {
            DropOlder();
        }
    }

    /// <summary>Sets a kept message's new state; one that is no longer kept is passed over.</summary>
    public void Replace(StoredMessage message)
    {
        if (_ring.Holds(message.Seq))
        {
            _bytes += BytesOf(message) - BytesOf(_ring[message.Seq]);
            _ring[message.Seq] = message;
            _byKey[(message.SenderId, message.ClientMessageId)] = message;
        }
        else if (_older.TryGetValue(message.Seq, out var before))
        {
            _olderBytes += BytesOf(message) - BytesOf(before);
            _older[message.Seq] = message;
        }
    }

    /// <summary>Keeps an older message as it was read; what is kept already is newer and stays.</summary>
    public void KeepOlder(StoredMessage message)
    {
        if (message.Seq >= First || !_older.TryAdd(message.Seq, message))
        {
            return;
        }
        _olderBytes += BytesOf(message);
        _olderOrder.Enqueue(message.Seq);
        if (_olderOrder.Count > OlderCapacity)
        {
            DropOlder();
        }
    }

    public bool TryGet(long seq, [NotNullWhen(true)] out StoredMessage? message)
    {
        if (_ring.Holds(seq))
        {
            message = _ring[seq];
            return true;
        }
        return _older.TryGetValue(seq, out message);
    }

    public StoredMessage? Find(Snowflake sender, string clientMessageId) =>
        _byKey.GetValueOrDefault((sender, clientMessageId));

    private void DropFirst()
    {
        var dropped = _ring.DropFirst();
        _byKey.Remove((dropped.SenderId, dropped.ClientMessageId));
        _bytes -= BytesOf(dropped);
    }

    private void DropOlder()
    {
        _older.Remove(_olderOrder.Dequeue(), out var dropped);
        _olderBytes -= BytesOf(dropped!);
    }
}
