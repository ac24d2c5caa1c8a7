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

    /// <summary>Clients that come in at once, and users' grains that are told of them at once.</summary>
    public int ArrivingTogether { get; set; } = Environment.ProcessorCount;

    /// <summary>Clients that may wait to come in; more are told to try again.</summary>
    public int ArrivalsWaiting { get; set; } = 8192;

    /// <summary>The time over which those who were told to try again are spread; whole seconds.</summary>
    public TimeSpan ArrivalsSpread { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Planets that are opened at once on this node, for all its connections.</summary>
    public int OpeningTogether { get; set; } = 4 * Environment.ProcessorCount;
}
