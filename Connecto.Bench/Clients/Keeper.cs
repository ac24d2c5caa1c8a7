using Connecto.Bench.History;

namespace Connecto.Bench.Clients;

/// <summary>
/// The owner of all planets: now and then he removes a guest from his planet, or adds him again, and calls until he is
/// answered.
/// </summary>
/// <param name="owner">The owner.</param>
/// <param name="guests">Whom he removes from where; nobody else changes their membership there.</param>
/// <param name="servers">The web nodes.</param>
/// <param name="random">What he does is drawn from this.</param>
/// <param name="log">Where he writes what he does.</param>
internal sealed class Keeper(
    ChatUser owner,
    IReadOnlyList<(ChatUser User, string PlanetId)> guests,
    IReadOnlyList<WebServer> servers,
    Random random,
    RunLog log
)
{
    private readonly List<MembershipChange> _changes = [];
    private volatile bool _rests;
    private volatile bool _isBusy;

    /// <summary>What was acknowledged to him; to be read once he is settled.</summary>
    public IReadOnlyList<MembershipChange> Changes => _changes;

    /// <summary>Whether he changes nothing more and all is answered.</summary>
    public bool IsSettled => _rests && !_isBusy;

    /// <summary>Begins nothing new from here on.</summary>
    public void Rest() => _rests = true;

    /// <summary>Removes and adds until he is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(random.Next(300, 1500), stop);
                _isBusy = true;
                if (!_rests && guests.Count > 0)
                {
                    var (user, planetId) = guests[random.Next(guests.Count)];
                    await ChangeAsync(user, planetId, stop);
                }

                _isBusy = false;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    private async Task ChangeAsync(ChatUser guest, string planetId, CancellationToken stop)
    {
        var status = guest.Standings.IsOut(planetId) ? "active" : "removed";
        guest.Standings.Begin(planetId);
        for (var attempts = 1; ; attempts++)
        {
            if (await IsDoneAsync($"planets/{planetId}/members/{guest.Id}", status, stop))
            {
                _changes.Add(new MembershipChange(planetId, guest.Id, status, attempts));
                guest.Standings.Settle(planetId, status == "active");
                log.Count(status == "active" ? "additions acknowledged" : "removals acknowledged");
                return;
            }

            await Task.Delay(random.Next(50, 300), stop);
        }
    }

    private async Task<bool> IsDoneAsync(string path, string status, CancellationToken stop)
    {
        try
        {
            var server = servers[random.Next(servers.Count)];
            await server.Rest.CallAsync(HttpMethod.Put, path, owner.Token, new { status }, stop);
            return true;
        }
        catch (RestRefusedException refusal) when (refusal.Code is { } code && code != "unavailable")
        {
            log.Fault($"the owner: {path} {status} was refused: {refusal.Message}");
            return true;
        }
        catch (Exception unknown) when (unknown is HttpRequestException or TaskCanceledException)
        {
            stop.ThrowIfCancellationRequested();
            return false;
        }
    }
}
