using Connecto.Bench.Processes;
using Connecto.Storage;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Connecto.Web.Tests.Hosting;

/// <summary>What operators are told of connections that somebody had to wait for.</summary>
public sealed class PoolWaitTests(PostgresFixture postgres)
{
    private const int Connections = 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wait_that_ends_in_a_time_out_is_logged_counted_and_a_bottleneck()
    {
        using var log = new RecordedLog();
        await using var server = new RestServer(postgres);
        server.Server.Settings["DATABASE_MAX_CONNECTIONS"] = $"{Connections}";
        server.Server.Settings["DATABASE_CONNECTION_TIMEOUT"] = "1";
        server.Server.Configure = services => services.AddSingleton<ILoggerProvider>(log);
        await server.InitializeAsync();
        var admin = await server.AdminAsync();

        var pool = server.Server.Services.GetRequiredService<Databases>().Primary;
        var held = new List<NpgsqlConnection>();
        for (var each = 0; each < Connections; each++)
        {
            held.Add(await pool.OpenConnectionAsync(Cancellation));
        }
        var refused = await admin.Rest.GetAsync("me/planets");
        foreach (var connection in held)
        {
            await connection.DisposeAsync();
        }

        refused.IsRefused(503, "unavailable");
        var told = Assert.Single(log.Lines, line => line.Id == 2031).Text;
        Assert.Contains("All 3 connections of the pool connecto ", told, StringComparison.Ordinal);
        Assert.Contains("for 1 s", told, StringComparison.Ordinal);
        var answer = await admin.Rest.GetAsync("admin/queries");
        var waits = answer["pools"].EnumerateArray().Single(one => one.GetProperty("name").GetString() == "connecto");
        Assert.True(waits.GetProperty("waits").GetInt64() > 0);
        Assert.True(waits.GetProperty("timeouts").GetInt64() > 0);
        Assert.True(waits.GetProperty("most").GetInt32() >= Connections);
        Assert.True(waits.GetProperty("idle").GetInt32() + waits.GetProperty("busy").GetInt32() > 0);
        Assert.Contains(
            answer["bottlenecks"].EnumerateArray(),
            found => found.GetProperty("rule").GetString() == "pool_exhausted"
        );
        using var http = new HttpClient { BaseAddress = server.Server.Address };
        await Eventually.Holds(
            async () =>
            {
                var metrics = await http.GetStringAsync("/metrics", Cancellation);
                return metrics.Contains("db_client_connection_npgsql_pending_requests", StringComparison.Ordinal)
                    && metrics.Contains("db_client_connection_npgsql_timeouts", StringComparison.Ordinal)
                    && metrics.Contains("db_client_connection_pool_name=\"connecto-read\"", StringComparison.Ordinal);
            },
            "the pools' waits are told",
            Cancellation
        );
    }
}
