using System.Net;
using Connecto.Settings;
using Microsoft.Extensions.Configuration;

namespace Connecto.Silo.Clustering;

/// <summary>
/// What can be set of the cluster, under <c>Cluster</c>; <c>docs/operations.md</c> says what each is for and how to
/// choose it.
/// </summary>
public sealed record ClusterSettings
{
    /// <summary>Whether a web node holds a silo in its own process; a silo by itself always does.</summary>
    public bool HostsGrains { get; init; } = true;

    public Membership Membership { get; init; }

    /// <summary>Silos and web nodes of one cluster share it; another one beside it, as in a blue-green roll, has another.</summary>
    public string ClusterId { get; init; } = "connecto";

    /// <summary>The application's name, which outlives clusters.</summary>
    public string ServiceId { get; init; } = "connecto";

    /// <summary>Where others reach this silo, and where it listens; null for the machine's first address.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Where silos reach it; null for any free port of a process that is alone, else 11111.</summary>
    public int? SiloPort { get; init; }

    /// <summary>Where web nodes reach it.</summary>
    public int GatewayPort { get; init; } = 30000;

    /// <summary>How long a grain may take to answer before its caller gets a <see cref="TimeoutException"/>.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a silo may take to answer a probe at first; the runtime adapts it between half and twice that.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Probes in a row that a silo misses before it is suspected.</summary>
    public int MissedProbes { get; init; } = 3;

    /// <summary>Silos that must suspect another one before it counts as dead; fewer where fewer are left.</summary>
    public int Votes { get; init; } = 2;

    /// <summary>How often a silo writes to the table of members that it lives.</summary>
    public TimeSpan AliveEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Signs of life after which a silo that did not write them does not count where the others vote. That is told by
    /// clocks of two machines, which may differ by less than all of these take.
    /// </summary>
    public int MissedSigns { get; init; } = 10;

    /// <summary>How often a silo reads the table of members, besides when it hears of a change.</summary>
    public TimeSpan TableEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often a web node reads which silos there are. It calls through those that it takes for alive, so it is to hear
    /// soon of one that is not.
    /// </summary>
    public TimeSpan GatewaysEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Calls that one activation holds, running and waiting; what comes beyond that is refused.</summary>
    public int Inbox { get; init; } = 10_000;

    /// <summary>Percent of the processors from which on a silo refuses calls of web nodes; 0 for never.</summary>
    public int LoadSheddingCpu { get; init; } = 95;

    /// <summary>How long a web node tries to reach a silo when it starts.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a silo tries to join the cluster when it starts; it has to reach all that are active.</summary>
    public TimeSpan JoinTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a silo by itself may take to hand its grains over and to write what waits when it ends.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What peers show each other; null where they speak in the clear.</summary>
    public PeerCertificates? Tls { get; init; }

    /// <summary>How to reach Redis; null without one.</summary>
    public string? Redis { get; init; }

    /// <summary>The primary PostgreSQL.</summary>
    public string? Postgres { get; init; }

    /// <exception cref="SettingException">A value that is none, or one that another one needs is missing.</exception>
    public static ClusterSettings From(IConfiguration configuration)
    {
        var section = new Section(configuration);
        var defaults = new ClusterSettings();
        var redis = section.Redis();
        var membership = section.Membership(redis is null ? Membership.None : Membership.Redis);
        if (membership == Membership.Redis && redis is null)
        {
            throw new SettingException("Cluster__Membership is redis, and ConnectionStrings__Redis is not set.");
        }
        var postgres = section.Postgres();
        if (membership != Membership.None && postgres is null)
        {
            throw new SettingException("ConnectionStrings__Postgres is not set.");
        }
        return new ClusterSettings
        {
            HostsGrains = section.Flag(nameof(HostsGrains), defaults.HostsGrains),
            Membership = membership,
            ClusterId = section.Text(nameof(ClusterId)) ?? defaults.ClusterId,
            ServiceId = section.Text(nameof(ServiceId)) ?? defaults.ServiceId,
            Address = section.Address(nameof(Address)),
            SiloPort = section.Number(nameof(SiloPort), 1, 65535) ?? (membership == Membership.None ? null : 11111),
            GatewayPort = section.Number(nameof(GatewayPort), 1, 65535) ?? defaults.GatewayPort,
            ResponseTimeout = section.Time(nameof(ResponseTimeout), defaults.ResponseTimeout),
            ProbeTimeout = section.Time(nameof(ProbeTimeout), defaults.ProbeTimeout),
            MissedProbes = section.Number(nameof(MissedProbes), 1, 100) ?? defaults.MissedProbes,
            Votes = section.Number(nameof(Votes), 1, 100) ?? defaults.Votes,
            AliveEvery = section.Time(nameof(AliveEvery), defaults.AliveEvery),
            MissedSigns = section.Number(nameof(MissedSigns), 1, 100) ?? defaults.MissedSigns,
            TableEvery = section.Time(nameof(TableEvery), defaults.TableEvery),
            GatewaysEvery = section.Time(nameof(GatewaysEvery), defaults.GatewaysEvery),
            Inbox = section.Number(nameof(Inbox), 1, 10_000_000) ?? defaults.Inbox,
            LoadSheddingCpu = section.Number(nameof(LoadSheddingCpu), 0, 100) ?? defaults.LoadSheddingCpu,
            StartTimeout = section.Time(nameof(StartTimeout), defaults.StartTimeout),
            JoinTimeout = section.Time(nameof(JoinTimeout), defaults.JoinTimeout),
            ShutdownTimeout = section.Time(nameof(ShutdownTimeout), defaults.ShutdownTimeout),
            Tls = PeerCertificates.From(configuration),
            Redis = redis,
            Postgres = postgres,
        };
    }

    private readonly struct Section(IConfiguration configuration)
    {
        private static readonly TimeSpan _leastTime = TimeSpan.FromMilliseconds(1);
        private static readonly TimeSpan _mostTime = TimeSpan.FromDays(1);

        private readonly SettingValues _values = new(configuration);

        public string? Text(string name) => _values.Text(Key(name));

        public string? Redis() => _values.Text("ConnectionStrings:Redis");

        public string? Postgres() => _values.Postgres("Postgres");

        public Membership Membership(Membership otherwise) =>
            Text("Membership") is not { } text ? otherwise
            : Enum.TryParse<Membership>(text, ignoreCase: true, out var membership) && char.IsAsciiLetter(text[0])
                ? membership
            : throw SettingValues.Wrong(Key("Membership"), text, "none, redis or postgres");

        public bool Flag(string name, bool otherwise) => _values.Flag(Key(name), otherwise);

        public IPAddress? Address(string name) =>
            Text(name) is not { } text ? null
            : IPAddress.TryParse(text, out var address) ? address
            : throw SettingValues.Wrong(Key(name), text, "an IP address");

        public int? Number(string name, int least, int most) => _values.Number(Key(name), least, most);

        public TimeSpan Time(string name, TimeSpan otherwise) =>
            _values.Time(Key(name), _leastTime, _mostTime) ?? otherwise;

        private static string Key(string name) => $"Cluster:{name}";
    }
}
