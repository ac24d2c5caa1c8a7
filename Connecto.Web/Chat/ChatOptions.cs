namespace Connecto.Web.Chat;

/// <summary>Bounds and times of the chat; configuration section <c>Chat</c>, which <see cref="SignalR.HubOptions"/> shares.</summary>
public sealed class ChatOptions
{
    public const string Section = "Chat";

    /// <summary>Planets that one connection may subscribe to at once.</summary>
    public int MaxSubscriptions { get; set; } = 10_000;

    /// <summary>How often a connection hears which heads moved.</summary>
    public TimeSpan HeadsEvery { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>At shutdown, how long clients have to leave before they are closed.</summary>
    public TimeSpan ReconnectWithin { get; set; } = TimeSpan.FromSeconds(2);
}
