namespace Connecto.Web.Chat;

/// <summary>Bounds and times of the hub; configuration section <c>Chat</c>.</summary>
public sealed class ChatOptions
{
    public const string Section = "Chat";

    /// <summary>Most bytes of one call's JSON; a larger one closes its connection.</summary>
    public long MaxCallBytes { get; set; } = 256 * 1024;

    /// <summary>Calls of one connection that may be under way at once; further ones wait unread in its socket.</summary>
    public int ParallelCalls { get; set; } = 128;

    /// <summary>Planets that one connection may subscribe to at once.</summary>
    public int MaxSubscriptions { get; set; } = 10_000;

    /// <summary>Messages that may wait for one connection; one more closes it, and its client resumes.</summary>
    public int OutboxMessages { get; set; } = 1024;

    /// <summary>Bytes that may wait for one connection.</summary>
    public int OutboxBytes { get; set; } = 1024 * 1024;

    /// <summary>How often a connection hears which heads moved.</summary>
    public TimeSpan HeadsEvery { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>At shutdown, how long clients have to leave before they are closed.</summary>
    public TimeSpan ReconnectWithin { get; set; } = TimeSpan.FromSeconds(2);
}
