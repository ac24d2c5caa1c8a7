using System.Diagnostics;

namespace Connecto.Bench.Scenes;

/// <summary>
/// People who look now and then, each from a moment of his own on: at his planets every 5 s, at a list every 10 s, which is of
/// travels or of who takes part in one of his, and every 15 s at the newest page of a planet and at who is there.
/// </summary>
internal sealed class EverydayUsers(SceneCaller caller, IReadOnlyList<SceneUser> users)
{
    private const int Limit = 50;

    /// <summary>People whose profiles are asked for along with a page.</summary>
    private const int Seen = 10;

    private static readonly TimeSpan _inboxEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _listEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _pageEvery = TimeSpan.FromSeconds(15);

    private static readonly string[] _travels =
    [
        "travels?limit=20",
        "travels/popular",
        "travels?q=jeju",
        "travels/popular?limit=50",
        "travels?q=부산",
    ];

    /// <summary>How many calls they all make a second.</summary>
    public static double PerSecond(int users) =>
        users * ((1 / _inboxEvery.TotalSeconds) + (1 / _listEvery.TotalSeconds) + (2 / _pageEvery.TotalSeconds));

    /// <summary>Has them come one after the other over <paramref name="ramp"/> and go on until they are told to stop.</summary>
    public Task RunAsync(TimeSpan ramp, CancellationToken stop) =>
        Task.WhenAll(
            users.Select(
                (user, i) =>
                {
                    var begin = ramp * i / users.Count;
                    var random = new Random(i);
                    return Task.WhenAll(
                        EachAsync(begin, _inboxEvery, random, _ => caller.GetAsync("me/planets", user.Token), stop),
                        EachAsync(
                            begin,
                            _listEvery,
                            random,
                            call => caller.GetAsync(ListOf(user, i + call), user.Token),
                            stop
                        ),
                        EachAsync(begin, _pageEvery, random, call => PageAsync(user, call), stop)
                    );
                }
            )
        );

    /// <summary>Every third of who takes part in a travel of his, where he is in one.</summary>
    private static string ListOf(SceneUser user, int call)
    {
        var own = user.Planets.FirstOrDefault(planet => planet.TravelId is not null)?.TravelId;
        return call % 3 == 2 && own is { } travel
            ? $"travels/{travel}/members?limit={Limit}"
            : _travels[call % _travels.Length];
    }

    private async Task PageAsync(SceneUser user, int call)
    {
        var planet = user.Planets[call % user.Planets.Count];
        await caller.GetAsync($"planets/{planet.Id}/messages?limit={Limit}", user.Token);
        await caller.GetAsync($"users?ids={string.Join(',', planet.Members.Take(Seen))}", user.Token);
    }

    // A call that takes longer than the pause is followed by the next one at once.
    private static async Task EachAsync(
        TimeSpan begin,
        TimeSpan every,
        Random random,
        Func<int, Task> call,
        CancellationToken stop
    )
    {
        var started = Stopwatch.GetTimestamp();
        var due = begin + (every * random.NextDouble());
        for (var number = 0; ; number++, due += every)
        {
            var rest = due - Stopwatch.GetElapsedTime(started);
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, stop)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
            {
                return;
            }
            await call(number);
        }
    }
}
