using System.Collections.Concurrent;
using System.Collections.Immutable;
using Connecto.Admin;
using Connecto.Ids;
using Connecto.Users;

namespace Connecto.Tests.Support;

/// <summary>A web node without users, which keeps which silos it was told are lost.</summary>
public sealed class SilentNode : INodeObserver
{
    private readonly ConcurrentQueue<string> _lost = new();

    public IReadOnlyCollection<string> Lost => _lost;

    /// <summary>What it says that calls took.</summary>
    public ImmutableArray<CallTimes> Took { get; init; } = [];

    /// <summary>How many connections it says it has for any planet.</summary>
    public int Subscribing { get; init; }

    public Task TellAll(Notification notification) => Task.CompletedTask;

    public Task<ProcessQueries> Queries() => ProcessQueries.HereAsync();

    public Task<ImmutableArray<CallTimes>> Calls() => Task.FromResult(Took);

    public Task<int> Subscribers(Snowflake planetId) => Task.FromResult(Subscribing);

    public Task SiloLost(string silo)
    {
        _lost.Enqueue(silo);
        return Task.CompletedTask;
    }
}
