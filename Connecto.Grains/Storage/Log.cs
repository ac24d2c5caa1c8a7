using Connecto.Ids;
using Microsoft.Extensions.Logging;

namespace Connecto.Storage;

/// <summary>What the storage logs; event ids 2000 to 2099.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information, "Migration {Version}_{Name} applied")]
    public static partial void MigrationApplied(ILogger logger, int version, string name);

    [LoggerMessage(2001, LogLevel.Information, "Migration {Version}_{Name} taken back")]
    public static partial void MigrationTakenBack(ILogger logger, int version, string name);

    [LoggerMessage(
        2002,
        LogLevel.Warning,
        "PostgreSQL runs with {Setting} = {Value}: what was acknowledged can be lost when it crashes"
    )]
    public static partial void NotDurable(ILogger logger, string setting, string value);

    [LoggerMessage(2003, LogLevel.Warning, "PostgreSQL cannot be reached yet; trying again")]
    public static partial void WaitingForPostgres(ILogger logger, Exception exception);

    [LoggerMessage(2004, LogLevel.Error, "The coming months' partitions of events could not be made; trying again")]
    public static partial void PartitionsNotMade(ILogger logger, Exception exception);

    [LoggerMessage(2005, LogLevel.Information, "Runs beside migration {Version}_{Name} of a newer build")]
    public static partial void BesideNewerMigration(ILogger logger, int version, string name);

    [LoggerMessage(2006, LogLevel.Warning, "What the planner knows of partitioned tables could not be gathered")]
    public static partial void StatisticsNotGathered(ILogger logger, Exception exception);

    [LoggerMessage(2010, LogLevel.Warning, "A lane lost its connection (its transaction was sent: {Sent})")]
    public static partial void LaneLost(ILogger logger, Exception exception, bool sent);

    [LoggerMessage(2011, LogLevel.Error, "A lane failed")]
    public static partial void LaneFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        2014,
        LogLevel.Warning,
        "PostgreSQL has not answered a lane for {Seconds} s; who waits for it is refused"
    )]
    public static partial void LaneSilent(ILogger logger, double seconds);

    [LoggerMessage(2012, LogLevel.Warning, "A transaction of {Planets} planets failed, each is tried alone: {Reason}")]
    public static partial void TransactionSplit(ILogger logger, int planets, string reason);

    [LoggerMessage(2013, LogLevel.Error, "PostgreSQL refused a batch of planet {PlanetId}: {Reason}")]
    public static partial void PlanetRefused(ILogger logger, Snowflake planetId, string reason);

    [LoggerMessage(2030, LogLevel.Warning, "{Query} took {Milliseconds} ms for {Rows} rows ({Parameters}) {Sql}")]
    public static partial void SlowQuery(
        ILogger logger,
        string query,
        long milliseconds,
        long rows,
        string parameters,
        string sql
    );

    [LoggerMessage(
        2031,
        LogLevel.Warning,
        "All {Connections} connections of the pool {Pool} (DATABASE_MAX_CONNECTIONS) were in use for {Seconds} s (DATABASE_CONNECTION_TIMEOUT), and one who waited for one gave up"
    )]
    public static partial void PoolExhausted(ILogger logger, string pool, int connections, int seconds);

    [LoggerMessage(2040, LogLevel.Warning, "The replica is away, so the primary is asked what it would be: {Reason}")]
    public static partial void ReplicaAway(ILogger logger, string reason);

    [LoggerMessage(
        2041,
        LogLevel.Warning,
        "The replica is {Seconds:0.0} s behind, more than {Bound:0.0} s, so the primary is asked what it would be"
    )]
    public static partial void ReplicaLate(ILogger logger, double seconds, double bound);

    [LoggerMessage(2042, LogLevel.Information, "The replica answers reads; it is {Seconds:0.0} s behind")]
    public static partial void ReplicaServes(ILogger logger, double seconds);

    [LoggerMessage(2020, LogLevel.Warning, "{Counters} counters could not be flushed; they are kept")]
    public static partial void CountersNotFlushed(ILogger logger, Exception exception, int counters);
}
