using Connecto.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connecto.Bench;

/// <summary>The PostgreSQL that the environment names for a measurement.</summary>
internal static class BenchDatabase
{
    /// <summary>Null where none is named.</summary>
    public static string? ConnectionString => Environment.GetEnvironmentVariable("ConnectionStrings__Postgres");

    /// <summary>Says that none is named; answers the exit code.</summary>
    public static int Missing()
    {
        Console.Error.WriteLine("ConnectionStrings__Postgres names the PostgreSQL to measure on.");
        return 2;
    }

    /// <summary>Brings its schema to that of this build.</summary>
    public static async Task MigrateAsync(string connectionString)
    {
        var options = new StorageOptions { Postgres = connectionString, PostgresReadOnly = connectionString };
        await using var databases = new Databases(options);
        await new Migrations(databases, NullLogger<Migrations>.Instance).UpAsync();
    }
}
