using Npgsql;

namespace Connecto.Tests.Support;

/// <summary>A database of its own, with the schema of this build, for one test class (<c>IClassFixture</c>).</summary>
public sealed class FreshDatabase(PostgresFixture postgres) : IAsyncLifetime
{
    public string ConnectionString { get; private set; } = "";

    /// <summary>For looking at what is stored.</summary>
    public NpgsqlDataSource Source { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await postgres.CreateDatabaseAsync();
        Source = NpgsqlDataSource.Create(ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await postgres.DropDatabaseAsync(ConnectionString);
    }
}
