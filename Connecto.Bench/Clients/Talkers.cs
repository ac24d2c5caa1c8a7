using Connecto.Bench.History;
using Connecto.Bench.Load;
using Connecto.Bench.Processes;

namespace Connecto.Bench.Clients;

/// <summary>
/// The clients of a run, each in several planets: every fourth user has two, every fifth leaves a planet and comes back,
/// every other fifth is removed and added by the owner, who has himself been there from the start.
/// </summary>
internal sealed class Talkers : IAsyncDisposable
{
    private const int DevicesEvery = 4;
    private const int ComersEvery = 5;

    private static readonly TimeSpan CopiesFollowWithin = TimeSpan.FromSeconds(20);

    private static readonly int[] PlanetsApart = [0, 3, 5];
    private static readonly TimeSpan RestPatience = TimeSpan.FromSeconds(12);
    private static readonly string[][] Emojis =
    [
        ["👍", "❤️"],
        ["😂", "🎉"],
    ];

    private readonly CancellationTokenSource _stop = new();
    private readonly IReadOnlyList<WebServer> _servers;
    private readonly IReadOnlyList<ChatClient> _clients;
    private readonly Keeper _keeper;
    private readonly ChatUser _owner;
    private readonly IReadOnlyList<Task> _running;

    private Talkers(
        IReadOnlyList<WebServer> servers,
        ChatUser owner,
        List<string> planetIds,
        List<ChatClient> clients,
        Keeper keeper
    )
    {
        (_servers, _owner, PlanetIds, _clients, _keeper) = (servers, owner, planetIds, clients, keeper);
        var running = clients.Select(client => Task.Run(() => client.RunAsync(_stop.Token)));
        _running = [.. running, Task.Run(() => keeper.RunAsync(_stop.Token))];
    }

    public IReadOnlyList<string> PlanetIds { get; }

    /// <summary>Makes users and planets, and lets every client begin to talk.</summary>
    /// <param name="admin">Who makes them.</param>
    /// <param name="webs">The web nodes.</param>
    /// <param name="clients">How many clients.</param>
    /// <param name="planets">How many planets.</param>
    /// <param name="random">What the clients do is drawn from this.</param>
    /// <param name="log">Where they write.</param>
    public static async Task<Talkers> StartAsync(
        AdminApi admin,
        IReadOnlyList<Uri> webs,
        int clients,
        int planets,
        Random random,
        RunLog log
    )
    {
        var run = Guid.NewGuid().ToString("N")[..8];
        var count = clients - (clients / DevicesEvery);
        var users = await admin.MakeUsersAsync([.. Enumerable.Range(0, count + 1).Select(i => $"u{i}-{run}")]);
        var owner = users[^1];
        int[] PlanetsOf(int user) => [.. PlanetsApart.Select(apart => (user + apart) % planets).Distinct()];
        var planetIds = new List<string>();
        for (var planet = 0; planet < planets; planet++)
        {
            var members = users.Where((_, user) => user < count && PlanetsOf(user).Contains(planet));
            planetIds.Add(await admin.MakePlanetAsync(owner, $"history {run} {planet}", members));
        }

        bool Stays(int user) => user % ComersEvery > 1;
        IReadOnlyList<string> Mates(int planet) =>
            [
                .. users
                    .Where((_, user) => user < count && Stays(user) && PlanetsOf(user).Contains(planet))
                    .Select(user => user.Id),
            ];
        var mates = Enumerable.Range(0, planets).ToDictionary(planet => planetIds[planet], Mates);
        var servers = webs.Select(web => new WebServer(web, new RestApi(web, RestPatience))).ToList();
        string LastOf(int user) => planetIds[PlanetsOf(user)[^1]];
        ChatClient Client(int number)
        {
            var user = number % count;
            var isFirst = number < count;
            return new ChatClient(
                users[user],
                $"u{user}{(isFirst ? "" : "'")}",
                [.. PlanetsOf(user).Select(planet => planetIds[planet])],
                servers,
                isFirst && user % ComersEvery == 0 ? LastOf(user) : null,
                new Random(random.Next()),
                log
            )
            {
                Emojis = Emojis[isFirst ? 0 : 1],
                Mates = mates,
            };
        }
        var guests = Enumerable.Range(0, count).Where(user => user % ComersEvery == 1);
        var keeper = new Keeper(
            owner,
            [.. guests.Select(user => (users[user], LastOf(user)))],
            servers,
            new Random(random.Next()),
            log
        );
        return new Talkers(servers, owner, planetIds, [.. Enumerable.Range(0, clients).Select(Client)], keeper);
    }

    /// <summary>Lets every client pass on to the phase and returns when all have settled in it.</summary>
    /// <exception cref="TimeoutException">Somebody has not; it says what he waits for.</exception>
    public async Task EnterAsync(Phase phase, CancellationToken cancellation)
    {
        _keeper.Rest();
        await SettledAsync(() => _keeper.IsSettled, () => "the owner", phase, cancellation);
        foreach (var client in _clients)
        {
            client.Phase = phase;
        }

        await SettledAsync(() => _clients.All(client => client.IsSettled), Unsettled, phase, cancellation);
    }

    /// <summary>
    /// What everybody was promised, holds and finds. Copies follow after a moment, so they are read again until nothing
    /// is wrong or 20 s have passed.
    /// </summary>
    public async Task<RunRecord> RecordAsync(RunLog log, bool isCluster, CancellationToken cancellation)
    {
        var server = _servers[0];
        var reader = new FreshReader(server.Rest, _owner, log, cancellation);
        var began = log.Now;
        while (true)
        {
            var planets = await Task.WhenAll(PlanetIds.Select(reader.ReadAsync));
            var fresh = await Task.WhenAll(PlanetIds.Select(id => reader.CopyAsync(server.Address, id)));
            var copies = await Task.WhenAll(_clients.Select(client => client.CopiesAsync(reader.BeforeAsync)));
            var inboxes = await Task.WhenAll(
                _clients
                    .Select(client => (client.User, client.Name))
                    .Append((_owner, _owner.Name))
                    .Select(reader.InboxAsync)
            );
            var run = new RunRecord(
                planets,
                [.. _clients.SelectMany(client => client.Sends)],
                [.. _clients.SelectMany(client => client.Changes)],
                [.. _clients.SelectMany(client => client.Reactions)],
                [.. _clients.SelectMany(client => client.Moves), .. _keeper.Changes],
                [.. copies.SelectMany(own => own), .. fresh],
                inboxes,
                log.Faults
            )
            {
                IsCluster = isCluster,
            };
            // What clients saw go wrong stays so.
            if (HistoryCheck.Report(run with { Faults = [] }) is null || log.Now - began > CopiesFollowWithin)
            {
                return run;
            }

            await Task.Delay(500, cancellation);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        foreach (var server in _servers)
        {
            server.Rest.Dispose();
        }

        _stop.Dispose();
    }

    private string Unsettled() =>
        string.Join(
            '\n',
            _clients.Where(client => !client.IsSettled).Select(client => $"{client.Name}: {client.Unsettled}").Take(10)
        );

    // A client that failed is told instead of being waited for.
    private async Task SettledAsync(Func<bool> isSettled, Func<string> who, Phase phase, CancellationToken cancellation)
    {
        try
        {
            await Eventually.Holds(
                () => _running.Any(task => task.IsFaulted) || isSettled(),
                $"the end of {phase}",
                cancellation
            );
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}:\n{who()}", late);
        }

        await Task.WhenAll(_running.Where(task => task.IsFaulted));
    }
}
