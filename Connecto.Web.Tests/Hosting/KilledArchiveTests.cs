using System.Diagnostics;
using Connecto.Archive;
using Connecto.Bench.Processes;
using Connecto.Storage;
using Connecto.Tests.Support;
using Npgsql;

namespace Connecto.Web.Tests.Hosting;

/// <summary>A server that is killed while it archives, again and again.</summary>
[Trait("Runtime", "Either")]
public sealed class KilledArchiveTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Planets = 12;
    private const int Old = 300;
    private const int Kills = 6;

    private readonly string _folder = Directory.CreateTempSubdirectory("connecto-archive-").FullName;
    private string _connection = "";
    private NpgsqlDataSource _database = null!;
    private Databases _databases = null!;

    public async ValueTask InitializeAsync()
    {
        _connection = await postgres.CreateDatabaseAsync();
        _database = NpgsqlDataSource.Create(_connection);
        _databases = new Databases(
            new StorageOptions
            {
                Postgres = _connection,
                PostgresReadOnly = _connection,
                MinConnections = 0,
            }
        );
        await SqlAsync(
            $"""
            INSERT INTO planets (id, kind, name, member_count, head_seq, head_rev, head_at, created_at)
            SELECT id, 1, 'planet', 0, {Old + MessageArchive.Kept}, {Old + MessageArchive.Kept}, now(), now()
            FROM generate_series(1, {Planets}) id
            """
        );
        await SqlAsync(
            $"""
            INSERT INTO messages (planet_id, seq, id, rev, posted_rev, sender_id, created_at, type, client_message_id,
                request_hash, text)
            SELECT planet, seq, seq, seq, seq, 1,
                CASE WHEN seq <= {Old} THEN now() - interval '300 days' + seq * interval '7 hours' ELSE now() END,
                0, 'key ' || seq, '\x01', repeat('text ', 20)
            FROM generate_series(1, {Planets}) planet, generate_series(1, {Old + MessageArchive.Kept}) seq
            """
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _databases.DisposeAsync();
        await _database.DisposeAsync();
        await postgres.DropDatabaseAsync(_connection);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Every_message_is_in_PostgreSQL_or_in_an_archive_and_none_in_both()
    {
        var random = new Random(12);
        var killedAtWork = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var begun = await NumberAsync("SELECT count(*) FROM archives");
            using var server = Start();
            await Eventually.Holds(
                async () => await NumberAsync("SELECT count(*) FROM archives") > begun + kill,
                "the server archives",
                TestContext.Current.CancellationToken
            );
            await Task.Delay(random.Next(20));
            server.Kill();
            await server.WaitForExitAsync();
            // The next one would wait a minute for that.
            await SqlAsync("UPDATE archive_lease SET ends_at = now()");
            killedAtWork += (int)await NumberAsync("SELECT count(*) FROM archive_orders WHERE ended_at IS NULL");
            await AssertAllThereAsync();
        }
        Assert.Equal(Kills, killedAtWork);

        using var last = Start();
        await Eventually.Holds(
            async () => await NumberAsync("SELECT count(*) FROM archive_orders WHERE ended_at IS NOT NULL") > 0,
            "the server has archived all",
            TestContext.Current.CancellationToken
        );
        last.Kill();
        await last.WaitForExitAsync();
        await AssertAllThereAsync();
        Assert.Equal(0, await NumberAsync("SELECT count(*) FROM archives WHERE state <> 3"));
        Assert.Equal(Planets * MessageArchive.Kept, await NumberAsync("SELECT count(*) FROM messages"));
        var archives = await NumberAsync("SELECT count(*) FROM archives");
        Assert.Equal(2 * archives, Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Length);
    }

    private async Task AssertAllThereAsync()
    {
        var files = new ArchiveFolder(_folder);
        var archived = new HashSet<(long Planet, long Seq)>();
        foreach (var archive in await new ArchiveStore(_databases, TimeProvider.System).ListAsync(null, 1000))
        {
            if (archive.State == ArchiveState.Done)
            {
                await ArchiveReader.VerifyAsync(files, archive.Manifest!);
                for (var seq = archive.FirstSeq; seq <= archive.LastSeq; seq++)
                {
                    Assert.True(archived.Add((archive.PlanetId!.Value.Value, seq)));
                }
                Assert.Equal(archive.LastSeq - archive.FirstSeq + 1, archive.Manifest!.Rows);
            }
        }
        await using var command = _database.CreateCommand("SELECT planet_id, seq FROM messages");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            Assert.True(archived.Add((reader.GetInt64(0), reader.GetInt64(1))));
        }
        Assert.Equal(Planets * (Old + MessageArchive.Kept), archived.Count);
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", Path.Combine(AppContext.BaseDirectory, "Connecto.Web.dll"));
        start.Environment["ConnectionStrings__Postgres"] = _connection;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Archive__Folder"] = _folder;
        start.Environment["Archive__MessagesAfterDays"] = "30";
        start.Environment["Logging__LogLevel__Default"] = "Error";
        return Process.Start(start)!;
    }

    private async Task SqlAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<long> NumberAsync(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
