using Connecto.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Connecto.Bench;

/// <summary>The PostgreSQL that the environment names for a measurement, and what it is measured on.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private BenchDatabase(string connectionString, NpgsqlDataSource source, Machine machine, Durability durability) =>
        (Address, Source, Machine, Durability) = (connectionString, source, machine, durability);

    /// <summary>Null where none is named.</summary>
    public static string? ConnectionString => Environment.GetEnvironmentVariable("ConnectionStrings__Postgres");

    /// <summary>As Npgsql writes it.</summary>
    public string Address { get; }

    public NpgsqlDataSource Source { get; }

    public Machine Machine { get; }

    public Durability Durability { get; }

    /// <summary>Says that none is named; answers the exit code.</summary>
    public static int Missing()
    {
        Console.Error.WriteLine("ConnectionStrings__Postgres names the PostgreSQL to measure on.");
        return 2;
    }

    /// <summary>Says on what is measured, and brings the schema to that of this build; null where none is named.</summary>
    public static async Task<BenchDatabase?> OpenAsync()
    {
        if (ConnectionString is not { } connectionString)
        {
            return null;
        }
        var source = NpgsqlDataSource.Create(connectionString);
        var database = new BenchDatabase(connectionString, source, Machine.Here(), await Durability.ReadAsync(source));
        Console.WriteLine(database.Machine.ToString());
        Console.WriteLine(database.Durability.ToString());
        await MigrateAsync(connectionString);
        return database;
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private static async Task MigrateAsync(string connectionString)
    {
        var options = new StorageOptions { Postgres = connectionString, PostgresReadOnly = connectionString };
        await using var databases = new Databases(options);
        await new Migrations(databases, NullLogger<Migrations>.Instance).UpAsync();
    }
}
