using System.Collections.Concurrent;

namespace Connecto.Bench.Load;

/// <summary>
/// What the histories of all connections of a scenario show together; unlike the figures, it is never cleared. Thread-safe.
/// </summary>
internal sealed class OrderMeter
{
    private readonly ConcurrentDictionary<string, PlanetOrder> _planets = new();
    private long _clients;
    private long _events;
    private long _violations;
    private long _missing;
    private long _closed;
    private long _askedAgain;
    private string? _first;

    public PlanetOrder Planet(string planetId) => _planets.GetOrAdd(planetId, _ => new PlanetOrder());

    /// <summary>Counts one more client whose history is checked.</summary>
    public void Joined() => Interlocked.Increment(ref _clients);

    /// <summary>Counts events whose place was looked at.</summary>
    public void Checked(int events) => Interlocked.Add(ref _events, events);

    /// <summary>An event that is not the one that had to come.</summary>
    public void Violated(string what)
    {
        Interlocked.Increment(ref _violations);
        Interlocked.CompareExchange(ref _first, what, null);
    }

    /// <summary>A connection waits in vain for this many events of acknowledged sends.</summary>
    public void Missed(long events) => Interlocked.Add(ref _missing, events);

    /// <summary>A connection was ended by the server, though it read all that came.</summary>
    public void Closed() => Interlocked.Increment(ref _closed);

    /// <summary>A connection was asked to subscribe again.</summary>
    public void AskedAgain() => Interlocked.Increment(ref _askedAgain);

    public OrderResult End(string scenario) =>
        new(
            scenario,
            Interlocked.Read(ref _clients),
            Interlocked.Read(ref _events),
            Interlocked.Read(ref _violations),
            Interlocked.Read(ref _missing),
            Interlocked.Read(ref _closed),
            Interlocked.Read(ref _askedAgain),
            _first
        );
}
