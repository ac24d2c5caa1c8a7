using Connecto.Planets;

namespace Connecto.Web.Chat;

/// <summary>
/// One connection's place in one planet. Until its opening has been written to the client it buffers; from then on it
/// is live. Guarded by its planet's lock, but for <see cref="SentRev"/>.
/// </summary>
internal sealed class Subscription(ChatConnection connection, PlanetSubscriptions planet, bool headOnly)
{
    /// <summary>Frames kept while the opening is under way; beyond that the client has to subscribe again.</summary>
    private const int MaxBuffered = 256;

    private List<EncodedFrame>? _buffered = [];

    public ChatConnection Connection => connection;

    public PlanetSubscriptions Planet => planet;

    /// <summary>Whether it is told where the planet stands, and nothing else.</summary>
    public bool HeadOnly => headOnly;

    /// <summary>How its reader's view differs from everybody's; set when it goes live.</summary>
    public ReaderView View { get; private set; }

    /// <summary>Its place in the planet's list; -1 once it has ended.</summary>
    public int Index { get; set; } = -1;

    public bool IsLive { get; private set; }

    /// <summary>Whether frames were lost before it went live.</summary>
    public bool HasHole { get; private set; }

    /// <summary>The last rev that the client was given.</summary>
    public long SentRev { get; set; }

    /// <summary>The last tick whose counters the client has.</summary>
    public long SentTick { get; set; }

    /// <summary>Whether it went without counters; it is given no more of them before counts.</summary>
    public bool OwesCounts { get; set; }

    /// <summary>The head that the client was last told by <c>heads</c>, or opened at.</summary>
    public long ToldHead { get; set; }

    /// <summary>Ends it; nothing more is sent of its planet.</summary>
    public void End() => planet.Remove(this);

    /// <summary>Ends it in a way after which its client subscribes again from what it has.</summary>
    public void Tear() => planet.TearOne(this);

    public void Buffer(EncodedFrame frame)
    {
        if (_buffered is null || _buffered.Count == MaxBuffered)
        {
            LoseBuffered();
            return;
        }
        _buffered.Add(frame);
    }

    public void LoseBuffered()
    {
        _buffered = null;
        HasHole = true;
    }

    /// <summary>Ends buffering; gives what was buffered since it began.</summary>
    public List<EncodedFrame> GoLive(Opening opening)
    {
        var buffered = _buffered ?? [];
        _buffered = null;
        (SentRev, SentTick, ToldHead) = (opening.HeadRev, opening.Tick, opening.HeadRev);
        View = opening.View;
        IsLive = true;
        return buffered;
    }
}
