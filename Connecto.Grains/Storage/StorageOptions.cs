using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Connecto.Storage;

/// <summary>What can be set of the storage; <c>docs/configuration.md</c> has a line for each.</summary>
public sealed record StorageOptions
{
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
    /// still be written.
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

    /// <exception cref="InvalidOperationException">No connection string, or a number that is none.</exception>
    public static StorageOptions From(IConfiguration configuration)
    {
        var postgres = configuration.GetConnectionString("Postgres");
        if (string.IsNullOrWhiteSpace(postgres))
        {
            throw new InvalidOperationException("ConnectionStrings__Postgres is not set.");
        }
        var readOnly = configuration.GetConnectionString("PostgresReadOnly");
        var defaults = new StorageOptions { Postgres = postgres, PostgresReadOnly = postgres };
        return defaults with
        {
            PostgresReadOnly = string.IsNullOrWhiteSpace(readOnly) ? postgres : readOnly,
            ReplicaLag = Seconds(configuration, "Storage:ReplicaLagSeconds", defaults.ReplicaLag),
            MaxConnections = Number(configuration, "DATABASE_MAX_CONNECTIONS", defaults.MaxConnections, 1),
            MinConnections = Number(configuration, "DATABASE_MIN_CONNECTIONS", defaults.MinConnections, 0),
            ConnectionTimeout = Seconds(configuration, "DATABASE_CONNECTION_TIMEOUT", defaults.ConnectionTimeout),
            Lanes = Number(configuration, "Storage:Lanes", defaults.Lanes, 1),
            LanePlanets = Number(configuration, "Storage:LanePlanets", defaults.LanePlanets, 1),
            LaneRows = Number(configuration, "Storage:LaneRows", defaults.LaneRows, 1),
            LaneQueue = Number(configuration, "Storage:LaneQueue", defaults.LaneQueue, 1),
            CommandTimeout = Seconds(configuration, "Storage:CommandTimeoutSeconds", defaults.CommandTimeout),
            SilentAfter = Fraction(configuration, "Storage:SilentAfterSeconds", defaults.SilentAfter),
            SlowQuery = Fraction(configuration, "Storage:SlowQuerySeconds", defaults.SlowQuery),
            Prepare = configuration["Storage:Prepare"] is not { } prepare || bool.Parse(prepare),
            CounterKeys = Number(configuration, "Storage:CounterKeys", defaults.CounterKeys, 1),
            StartTimeout = Seconds(configuration, "Storage:StartTimeoutSeconds", defaults.StartTimeout),
        };
    }

    private static int Number(IConfiguration configuration, string key, int otherwise, int least)
    {
        var text = configuration[key];
        if (string.IsNullOrWhiteSpace(text))
        {
            return otherwise;
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new InvalidOperationException($"{key} is '{text}', not a whole number of at least {least}.");
    }

    private static TimeSpan Seconds(IConfiguration configuration, string key, TimeSpan otherwise) =>
        TimeSpan.FromSeconds(Number(configuration, key, (int)otherwise.TotalSeconds, 1));

    private static TimeSpan Fraction(IConfiguration configuration, string key, TimeSpan otherwise)
    {
        var text = configuration[key];
        if (string.IsNullOrWhiteSpace(text))
        {
            return otherwise;
        }
        return
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and <= 86_400
            ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : throw new InvalidOperationException($"{key} is '{text}', not a number of seconds over 0.");
    }
}
