using Connecto.Storage;
using Connecto.Tests.Support;
using Npgsql;

namespace Connecto.Grains.Tests.Storage;

public sealed class MigrationsTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly MigrationScript _first = new(1, "first", "CREATE TABLE one (n int)", "DROP TABLE one");
    private static readonly MigrationScript _second = new(2, "second", "CREATE TABLE two (n int)", "DROP TABLE two");

    private string _connectionString = "";
    private NpgsqlDataSource _database = null!;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.CreateDatabaseAsync(migrated: false);
        _database = NpgsqlDataSource.Create(_connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await postgres.DropDatabaseAsync(_connectionString);
    }

    [Fact]
    public async Task The_schema_goes_up_down_to_nothing_and_up_to_the_same_again()
    {
        var migrations = new Migrations(_database, MigrationScript.Embedded);
        await migrations.UpAsync(TestContext.Current.CancellationToken);
        var up = await SchemaAsync();
        Assert.Contains("users", up);

        await migrations.DownAsync(0, TestContext.Current.CancellationToken);
        Assert.Empty(await SchemaAsync());

        await migrations.UpAsync(TestContext.Current.CancellationToken);
        Assert.Equal(up, await SchemaAsync());
    }

    [Fact]
    public async Task Rows_of_sendings_go_and_come_back_with_their_migration()
    {
        var migrations = new Migrations(_database, MigrationScript.Embedded);
        await migrations.UpAsync(TestContext.Current.CancellationToken);
        await migrations.DownAsync(9, TestContext.Current.CancellationToken);
        await using var fill = _database.CreateCommand(
            """
            INSERT INTO messages (planet_id, seq, id, rev, posted_rev, sender_id, created_at, type, client_message_id,
                                  request_hash, text)
            SELECT 1, n, n, n + 1, n + 1, 7, '2026-05-01', 0, n::text, '', 'hi' FROM generate_series(1, 3) n;
            INSERT INTO planet_events (planet_id, rev, seq, actor_id, at, kind)
            SELECT 1, n, NULLIF(n - 1, 0), 7, '2026-05-01', CASE n WHEN 1 THEN 7 ELSE 1 END FROM generate_series(1, 4) n
            """
        );
        await fill.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var before = await EventsAsync();

        await migrations.UpAsync(TestContext.Current.CancellationToken);
        Assert.Equal("1 7", await EventsAsync());

        await migrations.DownAsync(9, TestContext.Current.CancellationToken);
        Assert.Equal(before, await EventsAsync());
    }

    private async Task<string> EventsAsync()
    {
        await using var read = _database.CreateCommand(
            "SELECT string_agg(concat_ws(' ', rev, seq, kind), ', ' ORDER BY rev) FROM planet_events"
        );
        return (string)(await read.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    [Fact]
    public async Task Down_stops_at_the_asked_version()
    {
        var migrations = new Migrations(_database, [_first, _second]);
        await migrations.UpAsync(TestContext.Current.CancellationToken);
        await migrations.DownAsync(1, TestContext.Current.CancellationToken);

        var schema = await SchemaAsync();
        Assert.Contains("one", schema);
        Assert.DoesNotContain("two", schema);
    }

    [Fact]
    public async Task A_changed_applied_migration_is_refused_and_nothing_is_applied()
    {
        await new Migrations(_database, [_first]).UpAsync(TestContext.Current.CancellationToken);
        var changed = _first with { Up = "CREATE TABLE one (n bigint)" };

        var refusal = await Assert.ThrowsAsync<MigrationException>(() =>
            new Migrations(_database, [changed, _second]).UpAsync(TestContext.Current.CancellationToken)
        );

        Assert.Contains("0001_first was changed after it was applied", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("two", await SchemaAsync());
    }

    [Fact]
    public async Task A_database_of_a_newer_build_is_refused()
    {
        await new Migrations(_database, [_first, _second]).UpAsync(TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<MigrationException>(() =>
            new Migrations(_database, [_first]).UpAsync(TestContext.Current.CancellationToken)
        );

        Assert.Contains("0002_second", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_runs_beside_a_newer_step_that_allows_it_and_beside_no_other()
    {
        var expanding = _second with { Up = "-- Runs beside builds from 0001 on.\n" + _second.Up };
        var later = new MigrationScript(3, "later", "-- Runs beside builds from 0002 on.", "");
        var old = new Migrations(_database, [_first]);

        await new Migrations(_database, [_first, expanding]).UpAsync(TestContext.Current.CancellationToken);
        await old.UpAsync(TestContext.Current.CancellationToken);

        await new Migrations(_database, [_first, expanding, later]).UpAsync(TestContext.Current.CancellationToken);
        var refusal = await Assert.ThrowsAsync<MigrationException>(() =>
            old.UpAsync(TestContext.Current.CancellationToken)
        );
        Assert.Contains("0003_later", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_build_runs_beside_it_cannot_take_back()
    {
        var expanding = _second with { Up = "-- Runs beside builds from 0001 on.\n" + _second.Up };
        await new Migrations(_database, [_first, expanding]).UpAsync(TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<MigrationException>(() =>
            new Migrations(_database, [_first]).DownAsync(0, TestContext.Current.CancellationToken)
        );

        Assert.Contains("one", await SchemaAsync());
    }

    [Fact]
    public async Task A_database_of_a_build_that_knew_no_neighbours_goes_on()
    {
        await new Migrations(_database, [_first]).UpAsync(TestContext.Current.CancellationToken);
        await using var older = _database.CreateCommand("ALTER TABLE schema_migrations DROP COLUMN beside");
        await older.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await new Migrations(_database, [_first, _second]).UpAsync(TestContext.Current.CancellationToken);

        Assert.Contains("two", await SchemaAsync());
    }

    [Fact]
    public async Task A_schema_is_brought_to_any_step_from_below_and_from_above()
    {
        var migrations = new Migrations(_database, [_first, _second]);

        await migrations.ToAsync(1, TestContext.Current.CancellationToken);
        Assert.Equal(["one", "one.n integer"], await SchemaAsync());
        await migrations.UpAsync(TestContext.Current.CancellationToken);
        await migrations.ToAsync(1, TestContext.Current.CancellationToken);
        Assert.Equal(["one", "one.n integer"], await SchemaAsync());
        await Assert.ThrowsAsync<MigrationException>(() =>
            migrations.ToAsync(7, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task A_failing_migration_leaves_nothing_of_itself()
    {
        var broken = new MigrationScript(2, "broken", "CREATE TABLE half (n int); SELECT 1 / 0", "SELECT 1");

        await Assert.ThrowsAsync<PostgresException>(() =>
            new Migrations(_database, [_first, broken]).UpAsync(TestContext.Current.CancellationToken)
        );

        var schema = await SchemaAsync();
        Assert.Contains("one", schema);
        Assert.DoesNotContain("half", schema);
    }

    [Fact]
    public async Task A_step_waits_briefly_for_who_uses_its_tables_unless_it_says_otherwise()
    {
        const string Told = "AS SELECT current_setting('lock_timeout') AS t";
        var silent = new MigrationScript(1, "silent", $"CREATE TABLE one {Told}", $"CREATE TABLE down {Told}");
        var own = new MigrationScript(2, "own", $"SET LOCAL lock_timeout = '7s'; CREATE TABLE two {Told}", "SELECT 1");
        var migrations = new Migrations(_database, [silent, own]);

        await migrations.UpAsync(TestContext.Current.CancellationToken);
        await migrations.DownAsync(0, TestContext.Current.CancellationToken);

        await using var told = _database.CreateCommand(
            "SELECT array[(SELECT t FROM one), (SELECT t FROM two), (SELECT t FROM down)]"
        );
        Assert.Equal(
            ["2s", "7s", "2s"],
            (string[])(await told.ExecuteScalarAsync(TestContext.Current.CancellationToken))!
        );
    }

    [Fact]
    public async Task Many_migrators_at_once_apply_each_migration_once()
    {
        var counted = new MigrationScript(3, "counted", "CREATE TABLE runs AS SELECT 1 AS n", "DROP TABLE runs");

        await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => new Migrations(_database, [_first, _second, counted]).UpAsync())
        );

        await using var count = _database.CreateCommand("SELECT count(*) FROM schema_migrations");
        Assert.Equal(3L, await count.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Every table, column, index and function but the migrations' own, by name and definition.</summary>
    private async Task<List<string>> SchemaAsync()
    {
        await using var command = _database.CreateCommand(
            """
            SELECT relname FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relname NOT LIKE 'schema_migrations%'
            UNION ALL
            SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'schema_migrations'
            UNION ALL
            SELECT table_name || '.' || column_name || ' ' || data_type FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name <> 'schema_migrations'
            UNION ALL
            SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            ORDER BY 1
            """
        );
        var names = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }
        return names;
    }
}
