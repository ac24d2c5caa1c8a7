using Connecto.Ids;
using Connecto.Settings;
using Connecto.Storage;
using Connecto.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Connecto.Grains.Tests.Storage;

public sealed class StorageServicesTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_has_schema_and_ids_before_its_services_start_and_flushes_after_they_stopped()
    {
        var connectionString = await postgres.CreateDatabaseAsync(migrated: false);
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration["ConnectionStrings:Postgres"] = connectionString;
        builder.Logging.ClearProviders();
        builder.Services.AddHostedService<Service>();
        builder.Services.AddConnectoStorage(builder.Configuration);
        builder.Services.AddConnectoWriters();
        using (var host = builder.Build())
        {
            await host.StartAsync(Cancellation);
            await host.StopAsync(Cancellation);
        }

        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var cursor = database.CreateCommand("SELECT last_read_seq FROM planet_members");
        Assert.Equal(5L, await cursor.ExecuteScalarAsync(Cancellation));
        await using var month = database.CreateCommand("SELECT count(*) FROM planet_events_default");
        Assert.Equal(0L, await month.ExecuteScalarAsync(Cancellation));
        await database.DisposeAsync();
        await postgres.DropDatabaseAsync(connectionString);
    }

    [Fact]
    public void Pools_are_sized_by_the_environments_names()
    {
        var options = Options(
            ("ConnectionStrings:Postgres", "Host=one"),
            ("DATABASE_MAX_CONNECTIONS", "7"),
            ("DATABASE_MIN_CONNECTIONS", "2"),
            ("DATABASE_CONNECTION_TIMEOUT", "3")
        );
        using var databases = new Disposing(new Databases(options));
        var pool = new NpgsqlConnectionStringBuilder(databases.Of.Primary.ConnectionString);
        Assert.Equal((7, 2, 3, 30), (pool.MaxPoolSize, pool.MinPoolSize, pool.Timeout, pool.ConnectionIdleLifetime));
        Assert.Equal("Host=one", options.PostgresReadOnly);
    }

    [Fact]
    public void Without_a_setting_pools_hold_5_to_20_connections()
    {
        var options = Options(("ConnectionStrings:Postgres", "Host=one"), ("DATABASE_MAX_CONNECTIONS", ""));
        Assert.Equal((20, 5, 2), (options.MaxConnections, options.MinConnections, options.Lanes));
    }

    [Theory]
    [InlineData("DATABASE_MAX_CONNECTIONS", "0")]
    [InlineData("DATABASE_MAX_CONNECTIONS", "-1")]
    [InlineData("Storage:Lanes", "many")]
    [InlineData("Storage:SlowQuerySeconds", "0")]
    [InlineData("Storage:SlowQuerySeconds", "-0.5")]
    [InlineData("Storage:SlowQuerySeconds", "soon")]
    public void A_number_that_is_none_is_refused_by_its_name(string key, string value)
    {
        var refusal = Assert.Throws<SettingException>(() =>
            Options(("ConnectionStrings:Postgres", "Host=one"), (key, value))
        );
        Assert.StartsWith($"{key.Replace(":", "__")} is '{value}', not ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_connection_string_the_error_names_the_variable()
    {
        var refusal = Assert.Throws<SettingException>(() => Options());
        Assert.Contains("ConnectionStrings__Postgres", refusal.Message, StringComparison.Ordinal);
    }

    private static StorageOptions Options(params (string Key, string Value)[] settings) =>
        StorageOptions.From(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))
                )
                .Build()
        );

    /// <summary>Uses the storage as soon as it starts, and once more as it stops.</summary>
    private sealed class Service(
        PlanetStore planets,
        CounterWriter counters,
        SnowflakeGenerator ids,
        Databases databases
    ) : IHostedService
    {
        private readonly Snowflake _owner = new(1);
        private StoredPlanet? _planet;

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            Assert.True(ids.Next().Value > 0);
            await using var user = databases.Primary.CreateCommand(
                $"INSERT INTO users (id, display_name, created_at) VALUES ({_owner}, 'Mina', now())"
            );
            await user.ExecuteNonQueryAsync(cancellationToken);
            _planet = await planets.CreateAsync(
                Planets.PlanetKind.Group,
                null,
                "Jeju",
                _owner,
                [],
                TimeProvider.System.GetUtcNow(),
                cancellationToken
            );
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            counters.Cursor(_planet!.Id, _owner, 5);
            return Task.CompletedTask;
        }
    }

    private sealed class Disposing(Databases databases) : IDisposable
    {
        public Databases Of => databases;

        public void Dispose() => databases.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
