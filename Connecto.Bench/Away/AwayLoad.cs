using System.Diagnostics;
using Connecto.Bench.Clients;

namespace Connecto.Bench.Away;

/// <summary>
/// In every planet one member sends, another moves his cursor to what was acknowledged, both over sockets, and a third
/// fetches the newest page by REST. Each has a pace that does not depend on answers.
/// </summary>
internal sealed class AwayLoad : IAsyncDisposable
{
    private const int Page = 50;

    private static readonly TimeSpan _movesEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _fetchesEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly IReadOnlyList<AwayPlanet> _planets;
    private readonly List<(AwaySocket Sender, AwaySocket Reader)> _sockets;
    private readonly RestApi _rest;
    private volatile AwayPhase _phase = new();

    public AwayLoad(Uri server, IReadOnlyList<AwayPlanet> planets)
    {
        _planets = planets;
        _sockets = [.. planets.Select(one => (new AwaySocket(server, one.Sender), new AwaySocket(server, one.Reader)))];
        _rest = new RestApi(server, _patience);
    }

    /// <summary>How often sockets had to be opened again.</summary>
    public int Reopened => _sockets.Sum(pair => pair.Sender.Openings + pair.Reader.Openings - 2);

    /// <summary>What calls that begin from now on are told to.</summary>
    public AwayPhase Enter() => _phase = new AwayPhase();

    public Task OpenAsync() =>
        Parallel.ForEachAsync(
            _sockets,
            async (pair, _) =>
            {
                await pair.Sender.OpenAsync();
                await pair.Reader.OpenAsync();
            }
        );

    /// <summary>Goes on until it is told to stop, and returns when everything is answered.</summary>
    public Task RunAsync(int sendsPerSecond, CancellationToken stop)
    {
        var sendsEvery = TimeSpan.FromSeconds((double)_planets.Count / sendsPerSecond);
        return Task.WhenAll(
            _planets.SelectMany(
                (planet, i) =>
                    new[]
                    {
                        EachAsync(sendsEvery, i, number => SendAsync(planet, _sockets[i].Sender, number), stop),
                        EachAsync(_movesEvery, i, _ => MoveAsync(planet, _sockets[i].Reader), stop),
                        EachAsync(_fetchesEvery, i, _ => FetchAsync(planet), stop),
                    }
            )
        );
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (sender, reader) in _sockets)
        {
            await sender.DisposeAsync();
            await reader.DisposeAsync();
        }
        _rest.Dispose();
    }

    private Task<bool> SendAsync(AwayPlanet planet, AwaySocket socket, int number)
    {
        var send = new
        {
            planetId = planet.Id,
            clientMessageId = $"away-{number}",
            text = $"away {number}",
        };
        return socket.CallAsync(
            "SendMessage",
            send,
            answer =>
                planet.Acknowledge(
                    new AcknowledgedSend(
                        send.clientMessageId,
                        answer.Number("seq"),
                        send.text,
                        Stopwatch.GetTimestamp()
                    )
                ),
            _phase.Sends
        );
    }

    private async Task MoveAsync(AwayPlanet planet, AwaySocket socket)
    {
        var seq = planet.Newest;
        if (
            seq > 0
            && await socket.CallAsync("MarkRead", new[] { new { planetId = planet.Id, seq } }, _ => { }, _phase.Moves)
        )
        {
            planet.Moved = Math.Max(planet.Moved, seq);
        }
    }

    private async Task FetchAsync(AwayPlanet planet)
    {
        var (meter, started) = (_phase.Fetches, Stopwatch.GetTimestamp());
        try
        {
            await _rest.GetAsync($"planets/{planet.Id}/messages?limit={Page}", planet.Fetcher.Token);
            meter.Accepted(started);
        }
        catch (RestRefusedException refusal)
        {
            meter.Refused(refusal.Code ?? "unknown", started);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            meter.Refused(AwaySocket.NoAnswer, started);
        }
    }

    // The planets take turns within the pause, and no call waits for the one before.
    private async Task EachAsync(TimeSpan every, int planet, Func<int, Task> call, CancellationToken stop)
    {
        var calls = new List<Task>();
        await Task.Delay(every * planet / _planets.Count, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var timer = new PeriodicTimer(every);
        try
        {
            for (var number = 0; await timer.WaitForNextTickAsync(stop); number++)
            {
                calls.RemoveAll(one => one.IsCompletedSuccessfully);
                calls.Add(call(number));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(calls);
        }
    }
}

/// <summary>What was called in one part of the run.</summary>
internal sealed class AwayPhase
{
    public AwayMeter Sends { get; } = new();

    public AwayMeter Moves { get; } = new();

    public AwayMeter Fetches { get; } = new();
}
