using Connecto.Bench.Processes;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;
using Npgsql;

namespace Connecto.Web.Tests.Hosting;

/// <summary>That a server works behind a PgBouncer in transaction mode, as docs/operations.md tells how to set it.</summary>
[Trait("Runtime", "Either")]
public sealed class PgBouncerTests(PostgresFixture postgres)
{
    private const int Senders = 10;
    private const int Each = 60;

    /// <summary>Sessions that all connections share; fewer than there are.</summary>
    private const int Servers = 6;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_works_behind_a_PgBouncer_that_gives_each_transaction_another_session()
    {
        Assert.SkipUnless(PgBouncer.IsInstalled, "this machine has no PgBouncer");
        var database = await postgres.CreateDatabaseAsync(migrated: false);
        await using (var bouncer = await PgBouncer.StartAsync(database, Servers))
        {
            await using var server = new RestServer(postgres);
            server.Server.Settings["ConnectionStrings:Postgres"] = bouncer.ConnectionString;
            server.Server.Settings["Storage:Prepare"] = "false";
            server.Server.Settings["RateLimits:SendsPerSecond"] = "100000";
            await server.InitializeAsync();
            var (owner, planet) = await server.PlanetAsync();
            var members = new List<RestUser>();
            for (var each = 0; each < Senders; each++)
            {
                members.Add(await server.MemberAsync(owner, planet));
            }

            await Task.WhenAll(members.Select(member => SendAsync(server, member, planet)));

            Assert.Equal(200, (await members[0].Rest.PatchAsync("me", new { displayName = "Bounced" })).Status);
            Assert.Single((await owner.Rest.GetAsync("users?q=bounced")).Items);
            var page = await owner.Rest.GetAsync($"planets/{planet}/messages?before=101&limit=100");
            Assert.Equal(Enumerable.Range(1, 100), page.Items.Select(message => message.GetProperty("seq").GetInt32()));
            var admin = await server.AdminAsync();
            Assert.InRange((await admin.Rest.PostAsync($"admin/planets/{planet}/deactivate")).Status, 200, 204);
            var again = await owner.Rest.GetAsync($"planets/{planet}");
            Assert.Equal(Senders * Each, again["headSeq"].GetInt32());
            Assert.Equal(200, (await admin.Rest.GetAsync("admin/queries")).Status);
            await server.Server.StopAsync();
            await AssertNothingIsLeftAsync(bouncer.ConnectionString);
        }
        await postgres.DropDatabaseAsync(database);
    }

    [Fact]
    public async Task Archives_are_made_behind_it_and_no_lock_stays_in_a_session()
    {
        Assert.SkipUnless(PgBouncer.IsInstalled, "this machine has no PgBouncer");
        var database = await postgres.CreateDatabaseAsync(migrated: false);
        var folder = Directory.CreateTempSubdirectory("connecto-archive-").FullName;
        await using (var bouncer = await PgBouncer.StartAsync(database, Servers))
        {
            await using var server = new RestServer(postgres);
            server.Server.Settings["ConnectionStrings:Postgres"] = bouncer.ConnectionString;
            server.Server.Settings["Storage:Prepare"] = "false";
            server.Server.Settings["Archive:Folder"] = folder;
            server.Server.Settings["Archive:EventsAfterDays"] = "30";
            await server.InitializeAsync();
            await server.PlanetAsync();
            await using var old = server.Database.CreateCommand(
                """
                UPDATE planet_events SET at = '2025-03-01Z';
                INSERT INTO archive_orders (kind, is_daily, created_at) VALUES (1, false, now()), (1, false, now())
                """
            );
            await old.ExecuteNonQueryAsync(Cancellation);

            await Eventually.Holds(
                async () => await CountAsync(server, "archive_orders WHERE ended_at IS NOT NULL") == 3,
                "all orders are carried out",
                Cancellation
            );

            Assert.Equal(0, await CountAsync(server, "archive_orders WHERE failed"));
            Assert.Equal(1, await CountAsync(server, "archives WHERE state = 3"));
            Assert.Equal(0, await CountAsync(server, "planet_events"));
            await server.Server.StopAsync();
            await AssertNothingIsLeftAsync(bouncer.ConnectionString);
        }
        Directory.Delete(folder, recursive: true);
        await postgres.DropDatabaseAsync(database);
    }

    private static async Task<long> CountAsync(RestServer server, string from)
    {
        await using var command = server.Database.CreateCommand($"SELECT count(*) FROM {from}");
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private static async Task SendAsync(RestServer server, RestUser user, string planet)
    {
        for (var each = 0; each < Each; each++)
        {
            var sent = await user.Rest.PostAsync(
                $"planets/{planet}/messages",
                new { clientMessageId = $"{each}", text = $"message {each}" }
            );
            Assert.Equal(201, sent.Status);
        }
    }

    /// <summary>No session of PgBouncer's has settings, statements or locks that somebody left: each is held while the next is asked.</summary>
    private static async Task AssertNothingIsLeftAsync(string bounced)
    {
        await using var source = NpgsqlDataSource.Create(bounced + ";Pooling=false");
        var held = new List<NpgsqlConnection>();
        for (var each = 0; each < Servers; each++)
        {
            var connection = await source.OpenConnectionAsync(Cancellation);
            held.Add(connection);
            await connection.BeginTransactionAsync(Cancellation);
            await using var command = new NpgsqlCommand(
                """
                SELECT (SELECT count(*) FROM pg_prepared_statements), current_setting('enable_seqscan'),
                       current_setting('plan_cache_mode'),
                       (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())
                """,
                connection
            );
            await using var row = await command.ExecuteReaderAsync(Cancellation);
            Assert.True(await row.ReadAsync(Cancellation));
            Assert.Equal((0, "on", "auto", 0), (row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3)));
        }
        foreach (var connection in held)
        {
            await connection.DisposeAsync();
        }
    }
}
