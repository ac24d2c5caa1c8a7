using System.ComponentModel.DataAnnotations;

namespace Connecto.Web.SignalR;

/// <summary>Bounds and times of every connection; configuration section <c>Chat</c>.</summary>
public sealed class HubOptions
{
    public const string Section = "Chat";

    /// <summary>Most bytes of one call's JSON; a larger one closes its connection.</summary>
    [Range(1_024, 33_554_432)]
    public int MaxCallBytes { get; set; } = 256 * 1024;

    /// <summary>Calls of one connection that may be under way at once; further ones wait unread in its socket.</summary>
    [Range(1, 100_000)]
    public int ParallelCalls { get; set; } = 128;

    /// <summary>Messages that may wait for one connection; one more closes it, and its client resumes.</summary>
    [Range(1, 10_000_000)]
    public int OutboxMessages { get; set; } = 1024;

    /// <summary>Bytes that may wait for one connection.</summary>
    [Range(1_024, 1_073_741_824)]
    public int OutboxBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// How long a socket may take before it has room for more, which is one chunk of at most
    /// <see cref="Outbox.ChunkBytes"/>; then its connection is closed to resume.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StallAfter { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a client has for its handshake.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan HandshakeWithin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>After how long without another word the client is pinged.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PingAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a client may be silent before it is taken for gone.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SilentFor { get; set; } = TimeSpan.FromSeconds(30);
}
