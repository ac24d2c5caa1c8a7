namespace Connecto.Web.SignalR;

/// <summary>Bounds and times of every connection; configuration section <c>Chat</c>.</summary>
public sealed class HubOptions
{
    public const string Section = "Chat";

    /// <summary>Most bytes of one call's JSON; a larger one closes its connection.</summary>
    public int MaxCallBytes { get; set; } = 256 * 1024;

    /// <summary>Calls of one connection that may be under way at once; further ones wait unread in its socket.</summary>
    public int ParallelCalls { get; set; } = 128;

    /// <summary>Messages that may wait for one connection; one more closes it, and its client resumes.</summary>
    public int OutboxMessages { get; set; } = 1024;

    /// <summary>Bytes that may wait for one connection.</summary>
    public int OutboxBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// How long a socket may take before it has room for more, which is one chunk of at most
    /// <see cref="Outbox.ChunkBytes"/>; then its connection is closed to resume.
    /// </summary>
    public TimeSpan StallAfter { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a client has for its handshake.</summary>
    public TimeSpan HandshakeWithin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>After how long without another word the client is pinged.</summary>
    public TimeSpan PingAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a client may be silent before it is taken for gone.</summary>
    public TimeSpan SilentFor { get; set; } = TimeSpan.FromSeconds(30);
}
