using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Connecto.Bench.Clients;
using Connecto.Bench.Load;

namespace Connecto.Bench.Cluster;

/// <summary>
/// Every user of a world, each calling REST again and again: a message, then his list of planets. What was answered with
/// <c>unavailable</c>, or lost its connection, is called again with the same <c>clientMessageId</c>, a minute at most; any
/// other refusal is a failure.
/// </summary>
internal sealed class RestCallers(Uri server, LoadWorld world, string name) : IDisposable
{
    /// <summary>Why a call was made again.</summary>
    public const string Unavailable = "unavailable",
        ConnectionLost = "connection lost",
        NoAnswer = "no answer";

    private const int Page = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);

    private readonly RestApi _api = new(server, Patience);
    private readonly ConcurrentBag<(string Planet, long Seq, string Text)> _acknowledged = [];
    private readonly ConcurrentDictionary<string, int> _again = new();
    private readonly ConcurrentQueue<string> _failures = new();

    /// <summary>Of each call that was answered, from its first attempt on.</summary>
    public LatencyHistogram Answered { get; } = new();

    /// <summary>Attempts that were made again, by cause.</summary>
    public IReadOnlyDictionary<string, int> CalledAgain => _again;

    /// <summary>Calls that were refused for good, or given up.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>Calls until it is told to stop, so often a second all together; what is under way then is waited for.</summary>
    public Task RunAsync(int perSecond, CancellationToken stop) =>
        Task.WhenAll(
            Enumerable
                .Range(0, world.Tokens.Count)
                .Select(user => RunAsync(user, TimeSpan.FromSeconds((double)world.Tokens.Count / perSecond), stop))
        );

    /// <summary>Acknowledged messages that are not there under their number.</summary>
    public async Task<IReadOnlyList<string>> LostAsync(CancellationToken cancellation)
    {
        var lost = new List<string>();
        foreach (var sent in _acknowledged.GroupBy(message => message.Planet))
        {
            var user = Enumerable.Range(0, world.Tokens.Count).First(user => world.PlanetOf(user) == sent.Key);
            var there = await ReadAsync(sent.Key, world.Tokens[user], cancellation);
            lost.AddRange(sent.Where(one => there.GetValueOrDefault(one.Seq) != one.Text).Select(one => $"{one}"));
        }
        return lost;
    }

    /// <inheritdoc/>
    public void Dispose() => _api.Dispose();

    private async Task RunAsync(int user, TimeSpan every, CancellationToken stop)
    {
        var (planet, token) = (world.PlanetOf(user), world.Tokens[user]);
        using var timer = new PeriodicTimer(every);
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            if (number % 2 == 1)
            {
                await CallAsync(() => _api.GetAsync("me/planets", token, CancellationToken.None));
            }
            else
            {
                var text = $"{name}-{user}-{number}";
                var body = new { clientMessageId = Guid.NewGuid().ToString(), text };
                if (await CallAsync(() => _api.PostAsync($"planets/{planet}/messages", token, body)) is { } answer)
                {
                    _acknowledged.Add((planet, answer.Number("seq"), text));
                }
            }
            await timer.WaitForNextTickAsync(stop).AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task<JsonElement?> CallAsync(Func<Task<JsonElement>> call)
    {
        for (var since = Stopwatch.GetTimestamp(); ; await Task.Delay(Again))
        {
            try
            {
                var answer = await call();
                Answered.Record(Stopwatch.GetTimestamp() - since);
                return answer;
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                var cause = Cause(failure);
                if (cause is null || Stopwatch.GetElapsedTime(since) > AnsweredWithin)
                {
                    _failures.Enqueue(failure.Message);
                    return null;
                }
                _again.AddOrUpdate(cause, 1, (_, count) => count + 1);
            }
        }
    }

    private static string? Cause(Exception failure) =>
        failure switch
        {
            RestRefusedException refusal => refusal.Code == Unavailable ? Unavailable : null,
            HttpRequestException => ConnectionLost,
            _ => NoAnswer,
        };

    private async Task<Dictionary<long, string?>> ReadAsync(string planet, string token, CancellationToken cancellation)
    {
        var there = new Dictionary<long, string?>();
        bool isMore;
        do
        {
            var path = $"planets/{planet}/messages?after={there.Count}&limit={Page}";
            var page = await RestApi.UntilServedAsync(() => _api.GetAsync(path, token, cancellation));
            foreach (var message in page.Items("items"))
            {
                there[message.Number("seq")] = message.TextOrNull("text");
            }
            isMore = page.GetProperty("hasAfter").GetBoolean() && page.Items("items").Any();
        } while (isMore);
        return there;
    }
}
