using Connecto.Web.Tests.Durability.History;
using Connecto.Web.Tests.Processes;

namespace Connecto.Web.Tests.Durability;

/// <summary>The clients of a run, each a member of several planets, and one more who has only been there from the start.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private static readonly int[] _planetsApart = [0, 3, 5];

    private readonly CancellationTokenSource _stop = new();
    private readonly ConnectoApi _api;
    private readonly Uri _server;
    private readonly IReadOnlyList<string> _planetIds;
    private readonly IReadOnlyList<ChatClient> _clients;
    private readonly ChatUser _witness;
    private readonly Task _running;

    private Crowd(ConnectoApi api, Uri server, ChatUser witness, List<string> planetIds, List<ChatClient> clients)
    {
        (_api, _server, _witness, _planetIds, _clients) = (api, server, witness, planetIds, clients);
        _running = Task.WhenAll(clients.Select(client => Task.Run(() => client.RunAsync(_stop.Token))));
    }

    /// <summary>Makes users and planets, and lets every client begin to talk.</summary>
    public static async Task<Crowd> StartAsync(
        ConnectoProcess connecto,
        int clients,
        int planets,
        Random random,
        RunLog log,
        CancellationToken cancellation
    )
    {
        var api = new ConnectoApi(connecto.BaseAddress);
        var admin = await api.LogInAsync(ConnectoProcess.AdminEmail, connecto.AdminPassword, cancellation);
        var users = await api.MakeUsersAsync(admin, clients + 1, cancellation);
        int[] PlanetsOf(int client) => [.. _planetsApart.Select(apart => (client + apart) % planets).Distinct()];
        var planetIds = new List<string>();
        for (var planet = 0; planet < planets; planet++)
        {
            var members = Enumerable.Range(0, clients).Where(client => PlanetsOf(client).Contains(planet));
            planetIds.Add(
                await api.MakePlanetAsync(admin, users[^1], members.Select(client => users[client]), cancellation)
            );
        }
        ChatClient Client(int client) =>
            new(
                users[client],
                [.. PlanetsOf(client).Select(planet => planetIds[planet])],
                connecto.BaseAddress,
                new Random(random.Next()),
                log
            );
        return new Crowd(
            api,
            connecto.BaseAddress,
            users[^1],
            planetIds,
            [.. Enumerable.Range(0, clients).Select(Client)]
        );
    }

    /// <summary>Lets every client pass on to the phase and returns when all have settled in it.</summary>
    public Task EnterAsync(Phase phase, CancellationToken cancellation)
    {
        foreach (var client in _clients)
        {
            client.Phase = phase;
        }
        return Eventually.Holds(
            () => _clients.All(client => client.IsSettled),
            $"every client's end of {phase}",
            cancellation
        );
    }

    /// <summary>
    /// What everybody was promised, holds and finds. Copies follow after a moment, so they are read again until nothing
    /// is wrong or <paramref name="within"/> has passed.
    /// </summary>
    public async Task<RunRecord> RecordAsync(RunLog log, TimeSpan within, CancellationToken cancellation)
    {
        var reader = new FreshReader(_api, _witness, log.Fault, cancellation);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var planets = await Task.WhenAll(_planetIds.Select(reader.ReadAsync));
        var fresh = await Task.WhenAll(_planetIds.Select(id => reader.CopyAsync(_server, id)));
        while (true)
        {
            var copies = await Task.WhenAll(_clients.Select(client => client.CopiesAsync(reader.BeforeAsync)));
            var run = new RunRecord(
                planets,
                [.. _clients.SelectMany(client => client.Sends)],
                [.. _clients.SelectMany(client => client.Changes)],
                [.. copies.SelectMany(own => own), .. fresh],
                log.Faults
            );
            if (HistoryCheck.Report(run) is null || clock.Elapsed > within)
            {
                return run;
            }
            await Task.Delay(200, cancellation);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _api.Dispose();
        _stop.Dispose();
    }
}
