using System.Collections.Immutable;
using Connecto.Admin;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Users;
using Connecto.Web.Calls;

namespace Connecto.Web.Chat;

/// <summary>
/// Hands what concerns everybody to all connections of this node, encoded once, and has all that a lost silo held made
/// known again. It never waits.
/// </summary>
internal sealed class NodeObserver(
    UserTable users,
    SiloTable silos,
    PlanetTable planets,
    PlanetSenders senders,
    Attachments attachments,
    UserRenewal sessions,
    PresenceReports presence,
    CallLog calls
) : INodeObserver
{
    public Task TellAll(Notification notification)
    {
        var message = HubMessages.Notify(notification);
        foreach (var connection in users.All())
        {
            connection.Send(message);
        }
        return Task.CompletedTask;
    }

    public Task<ProcessQueries> Queries() => ProcessQueries.HereAsync();

    public Task<ImmutableArray<CallTimes>> Calls() => Task.FromResult(calls.Read());

    public Task<int> Subscribers(Snowflake planetId) => Task.FromResult(planets.Find(planetId)?.Count ?? 0);

    public Task SiloLost(string silo)
    {
        // It is told by every other silo, and at every step of one that ends.
        if (silos.Lose(silo))
        {
            senders.CallAgain(id => planets.Find(id)?.Silo is not { } holder || holder == silo);
        }
        foreach (var planet in planets.All.Where(planet => planet.Silo == silo))
        {
            attachments.Want(planet);
        }
        sessions.RunSoon();
        presence.RunSoon();
        return Task.CompletedTask;
    }
}
