using Microsoft.Extensions.Options;

namespace Connecto.Web.SignalR;

/// <summary>What all connections of a node share.</summary>
internal sealed class HubServer(
    MergedWrites writes,
    HubWatch watch,
    IOptions<HubOptions> options,
    TimeProvider time,
    ILogger<HubServer> logger
)
{
    public MergedWrites Writes => writes;

    public HubWatch Watch => watch;

    public HubOptions Options { get; } = options.Value;

    public TimeProvider Time => time;

    public ILogger Logger => logger;
}
