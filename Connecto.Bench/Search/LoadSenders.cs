using System.Diagnostics;
using Connecto.Bench.Data;
using Connecto.Bench.Load;
using Connecto.Bench.Scenes;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Bench.Search;

/// <summary>Sends into the planets of a data set, into the large ones more, by their grains.</summary>
internal sealed class LoadSenders
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(5);

    private readonly PlanetSenders _senders;
    private readonly Random _random = new(1);
    private readonly List<DataPlanet> _planets;
    private readonly List<int> _upTo = [];
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private readonly Lock _lock = new();
    private long _sent;

    public LoadSenders(BenchSilo silo, DataSet set)
    {
        _senders = silo.Services.GetRequiredService<PlanetSenders>();
        _planets = [.. set.Planets];
        var messages = 0;
        foreach (var planet in _planets)
        {
            _upTo.Add(messages += planet.Plan.Messages);
        }
    }

    /// <summary>What was sent since it was cleared.</summary>
    public LoadMeter Meter { get; } = new();

    /// <summary>Into every planet once, so that all of them are awake.</summary>
    public Task WakeAsync() =>
        Parallel.ForEachAsync(
            _planets,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (planet, _) => await SendAsync(planet.Id, planet.Members[0], DataTexts.Title(Random.Shared))
        );

    /// <summary>At a steady rate, whatever the answers do; returns once all are answered.</summary>
    public async Task PaceAsync(int perSecond, TimeSpan time)
    {
        Meter.Clear();
        var (sent, answers) = (0L, new List<Task>());
        using var timer = new PeriodicTimer(_step);
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < time; )
        {
            await timer.WaitForNextTickAsync();
            for (var due = Stopwatch.GetElapsedTime(started).TotalSeconds * perSecond; sent < due; sent++)
            {
                answers.Add(SendNextAsync());
            }
        }
        await Task.WhenAll(answers);
    }

    /// <summary>So many callers as fast as they are answered; answers how many messages a second.</summary>
    public async Task<double> FloodAsync(int callers, TimeSpan time)
    {
        Meter.Clear();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            Enumerable
                .Range(0, callers)
                .Select(async _ =>
                {
                    while (Stopwatch.GetElapsedTime(started) < time)
                    {
                        await Task.Yield();
                        await SendNextAsync();
                    }
                })
        );
        return Meter.AcknowledgedCount / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Returns once it is durable.</summary>
    public Task SendAsync(Snowflake planet, Snowflake user, string text) =>
        _senders.SendAsync(planet, new SendRequest(user, $"{_run}-{Interlocked.Increment(ref _sent)}", text, null, []));

    private async Task SendNextAsync()
    {
        var (planet, user, text) = Next();
        var started = Stopwatch.GetTimestamp();
        try
        {
            await SendAsync(planet, user, text);
            Meter.Acknowledged(Stopwatch.GetTimestamp() - started);
        }
        catch (Exception failure)
        {
            Meter.Failed(failure.Message);
        }
    }

    private (Snowflake Planet, Snowflake User, string Text) Next()
    {
        lock (_lock)
        {
            var found = _upTo.BinarySearch(_random.Next(_upTo[^1]) + 1);
            var planet = _planets[found < 0 ? ~found : found];
            return (planet.Id, planet.Members[_random.Next(planet.Members.Length)], DataTexts.Message(_random));
        }
    }
}
