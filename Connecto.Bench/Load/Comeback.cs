using System.Diagnostics;
using System.Net.Sockets;

namespace Connecto.Bench.Load;

/// <summary>
/// Clients that lost their server return to it, each first at a random moment of a few seconds; who is refused waits as the
/// server asks, with jitter, who fails as SignalR's clients do. Thread-safe.
/// </summary>
internal sealed class Comeback(Uri server, LoadWorld world)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Before a subscription is asked for again, on the same connection.
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);

    // What SignalR's clients wait; they give up then, these go on.
    private static readonly TimeSpan[] Delays = [.. new[] { 0, 2, 10, 30 }.Select(s => TimeSpan.FromSeconds(s))];

    private int _back;
    private int _recovered;
    private int _refused;
    private int _unavailable;
    private int _failed;
    private string? _firstFailure;
    private long _last;

    /// <summary>Brings the crowd back, 60 s at most. The crowd is that of the world's first users.</summary>
    public async Task<StormResult> RunAsync(string restart, Crowd crowd, TimeSpan within)
    {
        var started = _last = Stopwatch.GetTimestamp();
        using var patience = new CancellationTokenSource(Patience);
        await Task.WhenAll(crowd.Connections.Select((connection, user) => ReturnAsync(connection, user)));
        return new StormResult(
            restart,
            crowd.Connections.Count,
            _back,
            Stopwatch.GetElapsedTime(started, _last).TotalSeconds,
            _recovered,
            _refused,
            _unavailable,
            _failed,
            _firstFailure,
            new Latency(0, 0, 0)
        );

        async Task ReturnAsync(ChatConnection connection, int user)
        {
            var wait = Random.Shared.NextDouble() * within;
            for (var attempt = 0; await WaitedAsync(wait, patience.Token); attempt++)
            {
                if (await TryAsync(connection, world.Tokens[user], attempt) is not { } again)
                {
                    return;
                }

                wait = again;
            }
        }
    }

    private static async Task<bool> WaitedAsync(TimeSpan time, CancellationToken patience)
    {
        await Task.Delay(time, patience).ContinueWith(_ => { }, TaskScheduler.Default);
        return !patience.IsCancellationRequested;
    }

    // Null once it is back, otherwise when to try again.
    private async Task<TimeSpan?> TryAsync(ChatConnection connection, string token, int attempt)
    {
        var usual = Delays[Math.Min(attempt, Delays.Length - 1)];
        try
        {
            var recovered = await connection.ConnectAsync(server, token, negotiates: true);
            Interlocked.Add(ref _recovered, recovered ? 1 : 0);
            Interlocked.Increment(ref _back);
            Interlocked.Exchange(ref _last, Stopwatch.GetTimestamp());
            return null;
        }
        catch (RefusedException refused) when (refused.IsPassing)
        {
            Interlocked.Increment(ref _refused);
            return (refused.RetryAfter ?? usual) * (1 + Random.Shared.NextDouble());
        }
        catch (UnavailableException)
        {
            Interlocked.Increment(ref _unavailable);
            return Again * (1 + Random.Shared.NextDouble());
        }
        catch (Exception failed) when (failed is IOException or SocketException or TimeoutException)
        {
            Interlocked.Increment(ref _failed);
            Interlocked.CompareExchange(ref _firstFailure, failed.Message, null);
            return usual;
        }
    }
}
