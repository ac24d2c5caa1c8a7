using Connecto.Settings;
using Microsoft.Extensions.Configuration;

namespace Connecto.Storage;

/// <summary>What can be set of the storage; <c>docs/configuration.md</c> has a line for each.</summary>
public sealed record StorageOptions
{
    /// <summary>Most connections that Npgsql lets a pool have.</summary>
    private const int MostConnections = 1024;

    /// <summary>Most seconds that Npgsql lets the opening of a connection take.</summary>
    private const int LongestConnecting = 1024;

    private const int Hour = 3600;
    private const int Day = 24 * Hour;

    public required string Postgres { get; init; }

    /// <summary>Where lists and older messages are read; the primary's string when no replica is named.</summary>
    public required string PostgresReadOnly { get; init; }

    /// <summary>Whether that is another server than the primary.</summary>
    public bool HasReplica => PostgresReadOnly != Postgres;

    /// <summary>A replica that is further behind is not read.</summary>
    public TimeSpan ReplicaLag { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most connections of each of the two pools.</summary>
    public int MaxConnections { get; init; } = 20;

    /// <summary>Connections that each pool keeps while idle.</summary>
    public int MinConnections { get; init; } = 5;

    /// <summary>How long opening, or waiting for, a connection may take.</summary>
    public TimeSpan ConnectionTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Writer lanes, each with a connection of its own.</summary>
    public int Lanes { get; init; } = 2;

    /// <summary>Most planets in one transaction of a lane.</summary>
    public int LanePlanets { get; init; } = 64;

    /// <summary>A transaction takes no further planet once it holds this many rows.</summary>
    public int LaneRows { get; init; } = 2048;

    /// <summary>Most batches waiting for one lane; what comes beyond that is refused.</summary>
    public int LaneQueue { get; init; } = 4096;

    /// <summary>After this long the outcome of a lane's transaction counts as unknown.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After this long without an answer to a lane's transaction, whoever waits for it, or comes meanwhile, is refused: it may
    /// still be written. Senders wait no longer either for what their planet has to read first.
    /// </summary>
    public TimeSpan SilentAfter { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>A query that takes longer than this is logged.</summary>
    public TimeSpan SlowQuery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether statements are prepared; off for a PgBouncer that does not keep prepared statements.</summary>
    public bool Prepare { get; init; } = true;

    /// <summary>How long counters are merged in memory before they are flushed.</summary>
    public TimeSpan CounterDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest that counters wait while flushes are slow or large.</summary>
    public TimeSpan CounterDelayAtMost { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Most counters kept in memory; further new ones are dropped until a flush succeeds.</summary>
    public int CounterKeys { get; init; } = 500_000;

    /// <summary>How long a start waits for a PostgreSQL that cannot be reached yet.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <exception cref="SettingException">No connection string, or a setting that is wrong.</exception>
    public static StorageOptions From(IConfiguration configuration)
    {
        var values = new SettingValues(configuration);
        var postgres =
            values.Postgres("Postgres") ?? throw new SettingException("ConnectionStrings__Postgres is not set.");
        var defaults = new StorageOptions { Postgres = postgres, PostgresReadOnly = postgres };
        var most = values.Number("DATABASE_MAX_CONNECTIONS", 1, MostConnections) ?? defaults.MaxConnections;
        var least = values.Number("DATABASE_MIN_CONNECTIONS", 0, MostConnections);
        if (least > most)
        {
            throw new SettingException(
                $"DATABASE_MIN_CONNECTIONS is {least}, more than DATABASE_MAX_CONNECTIONS, which is {most}."
            );
        }
        return defaults with
        {
            PostgresReadOnly = values.Postgres("PostgresReadOnly") ?? postgres,
            ReplicaLag = values.Seconds("Storage:ReplicaLagSeconds", defaults.ReplicaLag, Day),
            MaxConnections = most,
            MinConnections = least ?? Math.Min(defaults.MinConnections, most),
            ConnectionTimeout = values.Seconds(
                "DATABASE_CONNECTION_TIMEOUT",
                defaults.ConnectionTimeout,
                LongestConnecting
            ),
            Lanes = values.Number("Storage:Lanes", 1, 256) ?? defaults.Lanes,
            LanePlanets = values.Number("Storage:LanePlanets", 1, 4096) ?? defaults.LanePlanets,
            LaneRows = values.Number("Storage:LaneRows", 1, 1_000_000) ?? defaults.LaneRows,
            LaneQueue = values.Number("Storage:LaneQueue", 1, 1_000_000) ?? defaults.LaneQueue,
            CommandTimeout = values.Seconds("Storage:CommandTimeoutSeconds", defaults.CommandTimeout, Hour),
            SilentAfter = values.Fraction("Storage:SilentAfterSeconds", defaults.SilentAfter, Hour),
            SlowQuery = values.Fraction("Storage:SlowQuerySeconds", defaults.SlowQuery, Day),
            Prepare = values.Flag("Storage:Prepare", defaults.Prepare),
            CounterKeys = values.Number("Storage:CounterKeys", 1, 100_000_000) ?? defaults.CounterKeys,
            StartTimeout = values.Seconds("Storage:StartTimeoutSeconds", defaults.StartTimeout, Day),
        };
    }
}
