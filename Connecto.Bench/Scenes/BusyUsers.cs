namespace Connecto.Bench.Scenes;

/// <summary>Callers of whom each makes his next call as soon as the last one is answered.</summary>
internal static class BusyUsers
{
    private const int Limit = 50;

    /// <summary>
    /// People in a hurry: inbox, older pages of a planet, profiles, members, search of users, and in one of six calls a
    /// message.
    /// </summary>
    public static Task HeavyAsync(SceneCaller caller, IReadOnlyList<SceneUser> users, CancellationToken stop)
    {
        var run = Guid.NewGuid().ToString("N")[..8];
        return EachAsync(
            users.Count,
            (user, number, random) =>
            {
                var (token, planets) = users[user];
                var planet = planets[random.Next(planets.Count)];
                return (number % 6) switch
                {
                    0 => caller.GetAsync("me/planets", token),
                    1 => caller.GetAsync(
                        $"planets/{planet.Id}/messages?limit={Limit}&before={random.Next(2, planet.Plan.Messages + 1)}",
                        token
                    ),
                    2 => caller.GetAsync($"users/{planet.Members[random.Next(planet.Members.Length)]}", token),
                    3 => caller.GetAsync($"planets/{planet.Id}/members?limit={Limit}", token),
                    4 => caller.GetAsync($"users?q={(char)('a' + random.Next(26))}", token),
                    _ => caller.PostAsync(
                        $"planets/{planet.Id}/messages",
                        token,
                        new { clientMessageId = $"heavy-{run}-{user}-{number}", text = "지금 가고 있어요. On my way!" }
                    ),
                };
            },
            stop
        );
    }

    /// <summary>Administrators who look at figures, at queries, at planets and at the cluster.</summary>
    public static Task AnalystsAsync(SceneCaller caller, string adminToken, int count, CancellationToken stop)
    {
        string[] paths = ["admin/stats", "admin/queries", "admin/planets?limit=50", "admin/cluster"];
        return EachAsync(
            count,
            (analyst, number, _) => caller.GetAsync(paths[(analyst + number) % paths.Length], adminToken),
            stop
        );
    }

    private static Task EachAsync(int callers, Func<int, int, Random, Task> call, CancellationToken stop) =>
        Task.WhenAll(
            Enumerable
                .Range(0, callers)
                .Select(async caller =>
                {
                    var random = new Random(caller);
                    for (var number = caller; !stop.IsCancellationRequested; number++)
                    {
                        await call(caller, number, random);
                    }
                })
        );
}
