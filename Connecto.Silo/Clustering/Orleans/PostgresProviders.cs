using Npgsql;
using Orleans.Hosting;

namespace Connecto.Silo.Clustering;

/// <summary>What Orleans keeps in the primary, in the tables and by the queries of <c>sql/orleans</c>.</summary>
internal static class PostgresProviders
{
    // What Orleans calls the provider whose factory it is to look for.
    private const string Provider = "Npgsql";

    /// <summary>Connections of a process to the table of members and to grain states, beside all other pools.</summary>
    private const int Connections = 4;

    /// <summary>Seconds until a read or a change of members counts as failed; it is tried again.</summary>
    private const int Patience = 5;

    /// <summary>Lets silos find each other by the table of members in this database.</summary>
    public static ISiloBuilder UsePostgresMembership(this ISiloBuilder silo, string connectionString) =>
        silo.UseAdoNetClustering(options =>
        {
            options.Invariant = Provider;
            options.ConnectionString = Pool(connectionString);
        });

    /// <summary>Lets a client find silos by the table of members in this database.</summary>
    public static IClientBuilder UsePostgresMembership(this IClientBuilder client, string connectionString) =>
        client.UseAdoNetClustering(options =>
        {
            options.Invariant = Provider;
            options.ConnectionString = Pool(connectionString);
        });

    /// <summary>Keeps the state of grains that name no other storage in this database.</summary>
    public static ISiloBuilder AddPostgresGrainStorage(this ISiloBuilder silo, string connectionString) =>
        silo.AddAdoNetGrainStorageAsDefault(options =>
        {
            options.Invariant = Provider;
            options.ConnectionString = Pool(connectionString);
        });

    // A pool of its own, so that a silo whose other connections are all in use can still say that it lives.
    private static string Pool(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = Connections,
            MinPoolSize = 0,
            Timeout = Patience,
            CommandTimeout = Patience,
            ApplicationName = "connecto-orleans",
        }.ConnectionString;
}
