using System.Diagnostics;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Chat;
using Connecto.Web.Tests.Support;
using Npgsql;

namespace Connecto.Web.Tests.Hosting;

/// <summary>What images without a shell are asked and told by.</summary>
[Trait("Runtime", "Either")]
public sealed class ServerCommandTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_ready_server_is_healthy_and_one_that_has_stopped_is_not()
    {
        await using var server = new ChatServer(postgres);
        await server.InitializeAsync();
        var listens = ("ASPNETCORE_URLS", $"http://+:{server.Address.Port}");

        Assert.Equal((0, ""), await RunAsync(["--health"], listens));

        await server.StopAsync();
        var (code, errors) = await RunAsync(["--health"], listens);
        Assert.Equal(1, code);
        Assert.StartsWith($"http://127.0.0.1:{server.Address.Port}/health/ready", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_is_moved_to_a_step_and_back()
    {
        var database = await postgres.CreateDatabaseAsync();
        try
        {
            var where = ("ConnectionStrings__Postgres", database);
            var newest = await NewestAsync(database);

            Assert.Equal((0, ""), await RunAsync(["--migrate-to", "0009"], where));
            Assert.Equal(9, await NewestAsync(database));

            Assert.Equal((0, ""), await RunAsync(["--migrate-to", $"{newest:D4}"], where));
            Assert.Equal(newest, await NewestAsync(database));

            var (code, errors) = await RunAsync(["--migrate-to", "9999"], where);
            Assert.Equal(1, code);
            Assert.Contains("This build has no migration 9999.", errors, StringComparison.Ordinal);
        }
        finally
        {
            await postgres.DropDatabaseAsync(database);
        }
    }

    [Fact]
    public async Task Messages_are_indexed_by_a_command_and_anew_by_another()
    {
        await using var server = new RestServer(postgres);
        await server.InitializeAsync();
        var (owner, planet) = await server.PlanetAsync();
        for (var sent = 0; sent < 17; sent++)
        {
            await owner.Rest.PostAsync(
                $"planets/{planet}/messages",
                new { clientMessageId = $"m{sent}", text = "서울" }
            );
        }
        await server.Server.StopAsync();

        var where = ("ConnectionStrings__Postgres", server.Server.ConnectionString);
        foreach (
            var (arguments, expected) in new (string[], string)[] { (["--again"], "16 messages"), ([], "0 messages") }
        )
        {
            var (code, output) = await OutputAsync(["--reindex", .. arguments], where);
            Assert.Equal(0, code);
            Assert.Contains($"\n{expected} indexed", $"\n{output}", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_server_archives_and_restores_when_it_is_asked_to()
    {
        var folder = Directory.CreateTempSubdirectory("connecto-archive-").FullName;
        await using var server = new ChatServer(postgres);
        server.Settings["Archive:Folder"] = folder;
        server.Settings["Archive:EventsAfterDays"] = "30";
        await server.InitializeAsync();
        try
        {
            var where = ("ConnectionStrings__Postgres", server.ConnectionString);
            Assert.Equal((0, "Archived 0 rows in 0 archives.\n"), await OutputAsync(["--archive", "run"], where));
            await using (var database = NpgsqlDataSource.Create(server.ConnectionString))
            {
                await using var old = database.CreateCommand(
                    "INSERT INTO planet_events (planet_id, rev, actor_id, at, kind) VALUES (1, 1, 1, '2025-02-03Z', 7)"
                );
                await old.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }
            Assert.Equal((0, "Archived 1 rows in 1 archives.\n"), await OutputAsync(["--archive"], where));

            var (_, list) = await OutputAsync(["--archive", "list"], where);
            Assert.EndsWith("events of 2025-02 from planet_events_default\n", list, StringComparison.Ordinal);
            var id = list.Split(' ')[0];
            string[] march = ["--archive", "restore", "--from", "2025-03-01", "--to", "2025-04-01"];
            Assert.Equal((0, "Restored 0 rows of 0 archives.\n"), await OutputAsync(march, where));
            Assert.Equal(
                (0, "Restored 1 rows of 1 archives.\n"),
                await OutputAsync(["--archive", "restore", id], where)
            );
            foreach (var nothing in new[] { id, "42" })
            {
                Assert.Equal(
                    (1, $"There is no archive {nothing}, or it is restored already.\n"),
                    await RunAsync(["--archive", "restore", nothing], where)
                );
            }
        }
        finally
        {
            await server.StopAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("restore")]
    [InlineData("restore", "--planet", "me")]
    [InlineData("restore", "--from")]
    [InlineData("lists")]
    public async Task An_archiving_that_is_not_understood_does_nothing(params string[] arguments)
    {
        var (code, errors) = await RunAsync(
            ["--archive", .. arguments],
            ("ConnectionStrings__Postgres", "Host=127.0.0.1;Port=1")
        );

        Assert.Equal(2, code);
        Assert.StartsWith("--archive takes run, list", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--migrate-to")]
    [InlineData("--migrate-to", "yesterday")]
    [InlineData("--health", "9")]
    public async Task What_is_not_understood_does_nothing(params string[] arguments)
    {
        var (code, errors) = await RunAsync(arguments, ("ConnectionStrings__Postgres", "Host=127.0.0.1;Port=1"));

        Assert.Equal(2, code);
        Assert.StartsWith("Either no argument", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Storage__Lanes", "0", "Storage__Lanes is '0', not a whole number from 1 to 256.")]
    [InlineData("CONNECTO_REGISTRATION", "shut", "CONNECTO_REGISTRATION is 'shut', not open or closed.")]
    [InlineData("Cluster__Inbox", "none", "Cluster__Inbox is 'none', not a whole number from 1 to 10000000.")]
    public async Task A_setting_that_is_wrong_is_told_in_one_line(string name, string value, string words)
    {
        var (code, errors) = await RunAsync(
            [],
            ("ConnectionStrings__Postgres", "Host=127.0.0.1;Port=1"),
            (name, value)
        );

        Assert.Equal((1, $"Not started: {words}\n"), (code, errors));
    }

    private static async Task<(int Code, string Errors)> RunAsync(
        IEnumerable<string> arguments,
        params (string Name, string Value)[] environment
    )
    {
        var (code, _, errors) = await EndAsync(arguments, environment);
        return (code, errors);
    }

    private static async Task<(int Code, string Output)> OutputAsync(
        IEnumerable<string> arguments,
        params (string Name, string Value)[] environment
    )
    {
        var (code, output, errors) = await EndAsync(arguments, environment);
        Assert.Equal("", errors);
        return (code, output);
    }

    private static async Task<(int Code, string Output, string Errors)> EndAsync(
        IEnumerable<string> arguments,
        (string Name, string Value)[] environment
    )
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Connecto.Web.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, said, errors);
    }

    private static async Task<int> NewestAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var read = source.CreateCommand("SELECT max(version) FROM schema_migrations");
        return (int)(await read.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
