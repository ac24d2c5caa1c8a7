using System.Diagnostics;

namespace Connecto.Bench.Scenes;

/// <summary>
/// People who look now and then: each at his planets every 5 s, at a list of travels every 10 s, and at the newest page of a
/// planet every 15 s, from a moment of his own on.
/// </summary>
internal sealed class EverydayUsers(SceneCaller caller, IReadOnlyList<SceneUser> users)
{
    private const int Limit = 50;

    private static readonly TimeSpan _inboxEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _listEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _pageEvery = TimeSpan.FromSeconds(15);

    private static readonly string[] _lists =
    [
        "travels?limit=20",
        "travels/popular",
        "travels?q=jeju",
        "travels?q=부산",
    ];

    /// <summary>How many calls they all make a second.</summary>
    public static double PerSecond(int users) =>
        users * ((1 / _inboxEvery.TotalSeconds) + (1 / _listEvery.TotalSeconds) + (1 / _pageEvery.TotalSeconds));

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
                            call => caller.GetAsync(_lists[(i + call) % _lists.Length], user.Token),
                            stop
                        ),
                        EachAsync(begin, _pageEvery, random, call => PageAsync(user, call), stop)
                    );
                }
            )
        );

    private Task PageAsync(SceneUser user, int call) =>
        caller.GetAsync($"planets/{user.Planets[call % user.Planets.Count].Id}/messages?limit={Limit}", user.Token);

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
