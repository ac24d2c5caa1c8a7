using System.Collections.Concurrent;
using Connecto.Admin;
using Connecto.Users;

namespace Connecto.Tests.Support;

/// <summary>A web node without users, which keeps which silos it was told are lost.</summary>
public sealed class SilentNode : INodeObserver
{
    private readonly ConcurrentQueue<string> _lost = new();

    public IReadOnlyCollection<string> Lost => _lost;

    public Task TellAll(Notification notification) => Task.CompletedTask;

    public Task<ProcessQueries> Queries() => ProcessQueries.HereAsync();

    public Task SiloLost(string silo)
    {
        _lost.Enqueue(silo);
        return Task.CompletedTask;
    }
}
