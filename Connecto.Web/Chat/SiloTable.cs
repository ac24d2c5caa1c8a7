using System.Collections.Concurrent;
using System.Collections.Immutable;
using Connecto.Admin;
using Connecto.Delivery;

namespace Connecto.Web.Chat;

/// <summary>
/// The silos that this node renews leases with: those that have reported to the cluster's register lately, without
/// those that it was told are lost. Safe for use by several threads.
/// </summary>
internal sealed class SiloTable(TimeProvider time)
{
    // A register that has just started does not know them all yet.
    private static readonly TimeSpan _goodFor = ClusterReports.GoodFor;

    // Longer than the register goes on naming a silo that is gone.
    private static readonly TimeSpan _lostFor = 4 * ClusterReports.GoodFor;

    private readonly ConcurrentDictionary<string, KnownSilo> _silos = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _lost = new();

    public ImmutableArray<KnownSilo> All => [.. _silos.Values];

    /// <summary>Takes what the register knows.</summary>
    public void Know(ImmutableArray<SiloContact> silos)
    {
        var now = time.GetUtcNow();
        foreach (var silo in silos)
        {
            if (!_lost.ContainsKey(silo.Address))
            {
                _silos
                    .GetOrAdd(silo.Address, static (address, leases) => new KnownSilo(address, leases), silo.Leases)
                    .NamedAt = now;
            }
        }
        foreach (var known in _silos)
        {
            if (now - known.Value.NamedAt > _goodFor && _silos.TryRemove(known))
            {
                known.Value.Dispose();
            }
        }
        foreach (var lost in _lost)
        {
            if (now - lost.Value > _lostFor)
            {
                _lost.TryRemove(lost);
            }
        }
    }

    /// <summary>
    /// The silo is lost; true where that was not known. Its address never comes back, as it names one start of one process.
    /// </summary>
    public bool Lose(string address)
    {
        var isNews = _lost.TryAdd(address, time.GetUtcNow());
        if (_silos.TryRemove(address, out var silo))
        {
            silo.Dispose();
        }
        return isNews;
    }
}
