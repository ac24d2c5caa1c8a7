using Connecto.Delivery;

namespace Connecto.Web.Chat;

/// <summary>A silo that this node renews leases with.</summary>
internal sealed class KnownSilo : IDisposable
{
    private readonly CancellationTokenSource _lost = new();

    public KnownSilo(string address, ISiloLeases leases)
    {
        (Address, Leases, Lost) = (address, leases, _lost.Token);
    }

    public string Address { get; }

    public ISiloLeases Leases { get; }

    /// <summary>When the register named it last.</summary>
    public DateTimeOffset NamedAt { get; set; }

    /// <summary>Cancelled once it is known no more, so that nobody waits for its answer any longer.</summary>
    public CancellationToken Lost { get; }

    public void Dispose()
    {
        _lost.Cancel();
        _lost.Dispose();
    }
}
