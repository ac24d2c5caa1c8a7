using System.ComponentModel.DataAnnotations;

namespace Connecto.Web.Chat;

/// <summary>Bounds and times of the chat; configuration section <c>Chat</c>, which <see cref="SignalR.HubOptions"/> shares.</summary>
public sealed class ChatOptions
{
    public const string Section = "Chat";

    /// <summary>Planets that one connection may subscribe to at once.</summary>
    [Range(1, 1_000_000)]
    public int MaxSubscriptions { get; set; } = 10_000;

    /// <summary>How often a connection hears which heads moved.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan HeadsEvery { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>At shutdown, how long clients have to leave before they are closed.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ReconnectWithin { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Clients that come in at once, and users' grains that are told of them at once.</summary>
    [Range(1, 100_000)]
    public int ArrivingTogether { get; set; } = Environment.ProcessorCount;

    /// <summary>Clients that may wait to come in; more are told to try again.</summary>
    [Range(0, 1_000_000)]
    public int ArrivalsWaiting { get; set; } = 8192;

    /// <summary>The time over which those who were told to try again are spread; whole seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ArrivalsSpread { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Planets that are opened at once on this node, for all its connections.</summary>
    [Range(1, 100_000)]
    public int OpeningTogether { get; set; } = 4 * Environment.ProcessorCount;
}
