using Connecto.Ids;
using Connecto.Planets;

namespace Connecto.Delivery;

/// <summary>
/// What the silo knows of one activation outside its turns: its epoch and head, when it was used last, and when each
/// node renewed last. Read, and renewed, by any thread; everything else is the activation's alone.
/// </summary>
internal sealed class ActivePlanet(Snowflake id)
{
    private volatile AttachedLease[] _leases = [];
    private volatile bool _rests;
    private long _epoch;
    private long _headRev;
    private long _usedAt;

    public Snowflake Id => id;

    public long Epoch => Volatile.Read(ref _epoch);

    public long HeadRev => Volatile.Read(ref _headRev);

    /// <summary>Whether it has let go of what can be read again.</summary>
    public bool Rests
    {
        get => _rests;
        set => _rests = value;
    }

    public void Stand(long epoch, long headRev)
    {
        Volatile.Write(ref _epoch, epoch);
        Volatile.Write(ref _headRev, headRev);
    }

    public void Use(TimeProvider time) => Volatile.Write(ref _usedAt, time.GetTimestamp());

    public bool IsUnused(TimeProvider time, TimeSpan since) => time.GetElapsedTime(Volatile.Read(ref _usedAt)) >= since;

    public void Attach(string node, DateTimeOffset now)
    {
        if (Find(node) is { } lease)
        {
            lease.Renew(now);
        }
        else
        {
            _leases = [.. _leases, new AttachedLease(node, now)];
        }
    }

    public void Detach(string node) => _leases = [.. _leases.Where(lease => lease.Node != node)];

    /// <summary>Renews a node that is attached; null where it is not, and has to attach.</summary>
    public PlanetLease? Renew(string node, DateTimeOffset now)
    {
        if (Find(node) is not { } lease)
        {
            return null;
        }
        lease.Renew(now);
        return new PlanetLease(id, Epoch, HeadRev);
    }

    public bool HasExpired(string node, DateTimeOffset now) => Find(node)?.HasExpired(now) ?? true;

    /// <summary>Whether it is time to rest or to end, or to drop a node.</summary>
    public bool IsDue(PlanetOptions options, TimeProvider time)
    {
        var leases = _leases;
        var now = time.GetUtcNow();
        return (!_rests && IsUnused(time, options.RestAfter))
            || (leases.Length == 0 && IsUnused(time, options.EndAfter))
            || Array.Exists(leases, lease => lease.HasExpired(now));
    }

    private AttachedLease? Find(string node)
    {
        foreach (var lease in _leases)
        {
            if (lease.Node == node)
            {
                return lease;
            }
        }
        return null;
    }

    private sealed class AttachedLease(string node, DateTimeOffset now)
    {
        private long _renewedAt = now.UtcTicks;

        public string Node => node;

        public void Renew(DateTimeOffset at) => Volatile.Write(ref _renewedAt, at.UtcTicks);

        public bool HasExpired(DateTimeOffset at) =>
            at.UtcTicks - Volatile.Read(ref _renewedAt) > PlanetLease.Duration.Ticks;
    }
}
