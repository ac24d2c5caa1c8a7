using Connecto.Storage.Replicas;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Connecto.Storage;

/// <summary>The pools. Writer lanes open connections of their own beside them, so that reads cannot starve sends.</summary>
public sealed class Databases : IAsyncDisposable
{
    private readonly NpgsqlDataSource _readOnly;

    public Databases(StorageOptions options)
        : this(options, TimeProvider.System, NullLogger<Databases>.Instance) { }

    public Databases(StorageOptions options, TimeProvider time, ILogger<Databases> logger)
    {
        Primary = Pool(options, options.Postgres, "connecto");
        _readOnly = Pool(options, options.PostgresReadOnly, "connecto-read");
        Writers = new RecentWriters(options.HasReplica, time);
        Replica = options.HasReplica ? new Replica(_readOnly, options.ReplicaLag, time, logger) : null;
        Reads = new ReadPool(Primary, _readOnly, Replica, Writers);
        var lane = new NpgsqlConnectionStringBuilder(options.Postgres)
        {
            Pooling = false,
            Timeout = Seconds(options.ConnectionTimeout),
        };
        Lane = Named(lane, "connecto-lane");
    }

    /// <summary>Where everything is written, and read where it must be the newest.</summary>
    public NpgsqlDataSource Primary { get; }

    /// <summary>Where lists and older messages are read, which a replica may answer.</summary>
    public ReadPool Reads { get; }

    /// <summary>Whose reads a replica may not answer yet.</summary>
    public RecentWriters Writers { get; }

    /// <summary>Null where there is none.</summary>
    internal Replica? Replica { get; }

    /// <summary>Opens connections that belong to no pool.</summary>
    internal NpgsqlDataSource Lane { get; }

    public async ValueTask DisposeAsync()
    {
        await Lane.DisposeAsync();
        await _readOnly.DisposeAsync();
        await Primary.DisposeAsync();
    }

    private static NpgsqlDataSource Pool(StorageOptions options, string connectionString, string name)
    {
        var pool = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = options.MaxConnections,
            MinPoolSize = options.MinConnections,
            Timeout = Seconds(options.ConnectionTimeout),
            ConnectionIdleLifetime = 30,
            // Over partitions, planning a read costs more than running it.
            MaxAutoPrepare = options.Prepare ? 64 : 0,
            // Nothing here leaves anything in a session, and behind a PgBouncer it would be somebody else's that is reset.
            NoResetOnClose = !options.Prepare,
        };
        return Named(pool, name);
    }

    /// <summary>By that name PostgreSQL lists its connections, and metrics tell it apart.</summary>
    private static NpgsqlDataSource Named(NpgsqlConnectionStringBuilder settings, string name)
    {
        settings.ApplicationName = name;
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = name }.Build();
    }

    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);
}
