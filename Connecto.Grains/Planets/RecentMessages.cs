using System.Diagnostics.CodeAnalysis;
using Connecto.Ids;
using Connecto.Storage;

namespace Connecto.Planets;

/// <summary>
/// The newest messages of a planet in a ring by <c>seq</c>, with their idempotency keys, and older ones that were
/// read to be changed. Every change of a kept message passes through here, so what it holds is always as committed.
/// </summary>
internal sealed class RecentMessages
{
    /// <summary>Messages kept: enough for every snapshot, the newest page, and retries within minutes.</summary>
    internal const int Capacity = 1024;

    /// <summary>Older messages kept beside them.</summary>
    internal const int OlderCapacity = 1024;

    private readonly StoredMessage?[] _ring = new StoredMessage?[Capacity];
    private readonly Dictionary<(Snowflake Sender, string Key), StoredMessage> _byKey = [];
    private readonly Dictionary<long, StoredMessage> _older = [];
    private readonly Queue<long> _olderOrder = new();

    /// <summary>The lowest seq in the ring; one past the head where it is empty.</summary>
    public long First { get; private set; } = 1;

    public long Head { get; private set; }

    /// <summary>Messages kept, the older ones beside the ring among them.</summary>
    public int Count => (int)(Head + 1 - First) + _older.Count;

    /// <summary>Fills an empty ring with the newest messages, in order and dense.</summary>
    public void Load(IReadOnlyList<StoredMessage> newest, long head)
    {
        Head = head;
        First = head + 1 - newest.Count;
        foreach (var message in newest)
        {
            Put(message);
        }
    }

    public void Append(StoredMessage message)
    {
        Head = message.Seq;
        if (Head - First >= Capacity)
        {
            var dropped = _ring[First % Capacity]!;
            _byKey.Remove((dropped.SenderId, dropped.ClientMessageId));
            First++;
        }
        Put(message);
    }

    /// <summary>Sets a kept message's new state; one that is no longer kept is passed over.</summary>
    public void Replace(StoredMessage message)
    {
        if (message.Seq >= First)
        {
            Put(message);
        }
        else if (_older.ContainsKey(message.Seq))
        {
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
        _olderOrder.Enqueue(message.Seq);
        if (_olderOrder.Count > OlderCapacity)
        {
            _older.Remove(_olderOrder.Dequeue());
        }
    }

    public bool TryGet(long seq, [NotNullWhen(true)] out StoredMessage? message)
    {
        if (seq >= First && seq <= Head)
        {
            message = _ring[seq % Capacity]!;
            return true;
        }
        return _older.TryGetValue(seq, out message);
    }

    public StoredMessage? Find(Snowflake sender, string clientMessageId) =>
        _byKey.GetValueOrDefault((sender, clientMessageId));

    private void Put(StoredMessage message)
    {
        _ring[message.Seq % Capacity] = message;
        _byKey[(message.SenderId, message.ClientMessageId)] = message;
    }
}
