using Connecto.Bench.Clients;

namespace Connecto.Bench.Away;

/// <summary>A planet of the run: who sends into it, who reads on, and who fetches its newest page.</summary>
internal sealed record AwayPlanet(string Id, ChatUser Sender, ChatUser Reader, ChatUser Fetcher)
{
    private readonly Lock _lock = new();
    private readonly List<AcknowledgedSend> _acknowledged = [];

    /// <summary>Sends that were acknowledged, in the order of the answers.</summary>
    public IReadOnlyList<AcknowledgedSend> Acknowledged
    {
        get
        {
            lock (_lock)
            {
                return [.. _acknowledged];
            }
        }
    }

    /// <summary>The highest seq that was acknowledged; 0 if none was.</summary>
    public long Newest
    {
        get
        {
            lock (_lock)
            {
                return _acknowledged.Count == 0 ? 0 : _acknowledged.Max(send => send.Seq);
            }
        }
    }

    /// <summary>How far the reader's accepted moves have brought his cursor.</summary>
    public long Moved { get; set; }

    public void Acknowledge(AcknowledgedSend send)
    {
        lock (_lock)
        {
            _acknowledged.Add(send);
        }
    }
}

/// <summary>What was promised of a send, and when (ticks of <see cref="System.Diagnostics.Stopwatch"/>).</summary>
internal sealed record AcknowledgedSend(string ClientMessageId, long Seq, string Text, long At);
