using Connecto.Archive;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Tests.Support;
using Orleans;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Archive;

/// <summary>Months of events that leave for an archive and come back.</summary>
public sealed class EventArchiveTests(PostgresFixture postgres) : IAsyncLifetime
{
    private FreshDatabase _database = null!;
    private ArchiveScene _scene = null!;
    private IPlanetGrain _planet = null!;
    private Snowflake _ann;

    public async ValueTask InitializeAsync()
    {
        _database = new FreshDatabase(postgres);
        await _database.InitializeAsync();
        _scene = await ArchiveScene.OpenAsync(_database.ConnectionString, _database.Source);
        _scene.Options.MessagesAfterDays = null;
        _ann = (await AddUsersAsync(_database.Source, 1))[0];
        _planet = await _scene.Cluster.CreateAsync(_ann);
        await _scene.SqlAsync("SELECT make_event_partitions('2025-03-15 12:00Z', 0)");
        // Its beginning in March has a partition; what followed in May went to the default one; the rest is of today.
        await _scene.SqlAsync("UPDATE planet_events SET at = '2025-03-31 23:59:59.999Z'");
        await AddAsync(2, 5, "2025-05-01 00:00Z");
        await AddAsync(6, 9, "now");
        await _scene.SqlAsync("UPDATE planets SET head_rev = 9");
    }

    public async ValueTask DisposeAsync()
    {
        await _scene.DisposeAsync();
        await _database.DisposeAsync();
    }

    private Task AddAsync(int first, int last, string at) =>
        _scene.SqlAsync(
            $$"""
            INSERT INTO planet_events (planet_id, rev, actor_id, at, kind, data)
            SELECT id, rev, {{_ann}}, '{{at}}', 7, '{"name": "a \"name\" \\ of\nit 😀"}'
            FROM planets, generate_series({{first}}, {{last}}) rev WHERE id = {{_planet.GetPrimaryKeyLong()}}
            """
        );

    private Task<string[]> EventsAsync() =>
        _scene.RowsAsync("SELECT row_to_json(e)::text FROM planet_events e ORDER BY planet_id, rev");

    private async Task<bool> IsThereAsync(string table) =>
        (await _scene.RowsAsync($"SELECT (to_regclass('{table}') IS NOT NULL)::text"))[0] == "true";

    [Fact]
    public async Task Old_months_leave_and_the_planet_goes_on()
    {
        var result = await _scene.RoundAsync();

        Assert.Equal("Archived 5 rows in 2 archives.", result.Text);
        Assert.False(await IsThereAsync("planet_events_2025_03"));
        Assert.Equal(4, (await EventsAsync()).Length);
        Assert.Equal(
            [("planet_events_2025_03", 1L), ("planet_events_default", 4L)],
            (await _scene.Archives.ListAsync(null, 10)).Select(archive => (archive.Source!, archive.Manifest!.Rows))
        );
        Assert.Equal("Archived 0 rows in 0 archives.", (await _scene.RoundAsync()).Text);

        Assert.Equal(OpeningState.Snapshot, (await _planet.Changes(_ann, 1, 100)).State);
        Assert.Equal(OpeningState.Snapshot, (await _planet.Changes(_ann, 4, 100)).State);
        Assert.Equal(OpeningState.Snapshot, (await _planet.Open(_ann, 1)).State);
        Assert.Equal(OpeningState.Recovered, (await _planet.Changes(_ann, 5, 100)).State);
        Assert.Equal(10, (await _scene.Cluster.SendAsync(_planet, Message(_ann, "on"))).Rev);
        var since = await _planet.Open(_ann, 8);
        Assert.Equal([9L, 10L], since.Events!.Value.Select(row => row.Rev));
    }

    [Fact]
    public async Task A_planet_whose_last_event_is_archived_goes_on()
    {
        await _scene.SqlAsync("DELETE FROM planet_events WHERE rev > 5");
        await _scene.SqlAsync("UPDATE planets SET head_rev = 5");
        await _scene.RoundAsync();
        Assert.Empty(await EventsAsync());

        Assert.Equal(OpeningState.Snapshot, (await _planet.Open(_ann, 4)).State);
        Assert.Empty((await _planet.Changes(_ann, 5, 100)).Events!.Value);
        var sent = await _scene.Cluster.SendAsync(_planet, Message(_ann, "on"));
        Assert.Equal((1, 6), (sent.Seq, sent.Rev));
        Assert.Equal([6L], (await _planet.Changes(_ann, 5, 100)).Events!.Value.Select(row => row.Rev));
    }

    [Fact]
    public async Task They_come_back_as_they_were()
    {
        var before = await EventsAsync();
        await _scene.RoundAsync();
        // Caught meanwhile: it belongs to the month that comes back.
        await _scene.SqlAsync(
            $"INSERT INTO planet_events (planet_id, rev, actor_id, at, kind) VALUES (1, 1, {_ann}, '2025-03-02Z', 7)"
        );

        var result = await _scene.RestoreAsync(new ArchiveOrder(ArchiveOrderKind.Restore));

        Assert.Equal("Restored 5 rows of 2 archives.", result.Text);
        Assert.Equal(before, (await EventsAsync())[1..]);
        Assert.Equal(["2"], await _scene.RowsAsync("SELECT count(*)::text FROM planet_events_2025_03"));
        Assert.Equal(OpeningState.Recovered, (await _planet.Changes(_ann, 1, 100)).State);
        Assert.Equal("Archived 0 rows in 0 archives.", (await _scene.RoundAsync()).Text);

        _scene.Options.RestoredDays = 0;
        Assert.Equal("Archived 6 rows in 2 archives.", (await _scene.RoundAsync()).Text);
        Assert.All(
            await _scene.Archives.ListAsync(null, 10),
            archive => Assert.Equal(ArchiveState.Done, archive.State)
        );
    }

    [Fact]
    public async Task What_the_default_partition_had_caught_may_come_back_to_its_month_and_leave_with_it()
    {
        await _scene.RoundAsync();
        await _scene.SqlAsync("SELECT make_event_partitions('2025-05-15 12:00Z', 0)");
        await _scene.RestoreAsync(new ArchiveOrder(ArchiveOrderKind.Restore));
        Assert.Equal(["4"], await _scene.RowsAsync("SELECT count(*)::text FROM planet_events_2025_05"));

        Assert.Equal("Archived 0 rows in 0 archives.", (await _scene.RoundAsync()).Text);

        _scene.Options.RestoredDays = 0;
        Assert.Equal("Archived 5 rows in 2 archives.", (await _scene.RoundAsync()).Text);
        Assert.Equal(
            [("planet_events_2025_03", ArchiveState.Done), ("planet_events_2025_05", ArchiveState.Done)],
            (await _scene.Archives.ListAsync(null, 10)).Select(archive => (archive.Source!, archive.State))
        );
        Assert.Equal(4, Directory.GetFiles(_scene.Folder, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Events_that_come_while_their_month_is_written_do_not_go_unseen()
    {
        var files = new FailingFiles(_scene.Files, int.MaxValue)
        {
            Completed = name =>
                name.EndsWith(".json", StringComparison.Ordinal)
                    ? _scene.SqlAsync(
                        $"""
                        INSERT INTO planet_events (planet_id, rev, actor_id, at, kind)
                        SELECT 1, count(*), {_ann}, '2025-03-02Z', 7 FROM planet_events WHERE planet_id = 1
                        """
                    )
                    : Task.CompletedTask,
        };
        await _scene.RoundAsync(files);
        Assert.True(await IsThereAsync("planet_events_2025_03"));

        await _scene.RoundAsync();

        Assert.False(await IsThereAsync("planet_events_2025_03"));
        var rows = (await _scene.Archives.ListAsync(null, 10)).Sum(archive => archive.Manifest!.Rows);
        Assert.Equal(5 + 2, rows);
    }

    [Fact]
    public async Task Whichever_use_of_the_disk_fails_first_no_event_is_lost_or_doubled()
    {
        var all = await EventsAsync();
        for (var failsAt = 0; ; failsAt++)
        {
            var files = new FailingFiles(_scene.Files, failsAt);
            await Record.ExceptionAsync(() => _scene.RoundAsync(files));
            var everywhere = new List<string>(await EventsAsync());
            foreach (var archive in await _scene.Archives.ListAsync(null, 10))
            {
                if (archive.State == ArchiveState.Done)
                {
                    await foreach (var (_, row) in ArchiveReader.RowsAsync(_scene.Files, archive.Manifest!))
                    {
                        everywhere.Add(row);
                    }
                }
            }
            Assert.Equal(all.Order(StringComparer.Ordinal), everywhere.Order(StringComparer.Ordinal));
            if (!files.HasFailed)
            {
                break;
            }
        }
        Assert.Equal(4, (await EventsAsync()).Length);
        Assert.Equal(4, Directory.GetFiles(_scene.Folder, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Who_reads_events_for_long_holds_a_month_up_and_nobody_else()
    {
        await using (
            await PostgresHold.TakeAsync(_database.Source, "SELECT FROM planet_events WHERE at > now() LIMIT 1")
        )
        {
            var first = await _scene.RoundAsync();
            Assert.Equal("Archived 4 rows in 1 archives. 1 failed: the log says why.", first.Text);
            // What is written already waits for another try.
            var second = await _scene.RoundAsync();
            Assert.Equal("Archived 0 rows in 0 archives. 1 failed: the log says why.", second.Text);
            Assert.Equal(
                [ArchiveState.Verified, ArchiveState.Done],
                (await _scene.Archives.ListAsync(null, 10)).Select(archive => archive.State)
            );
            Assert.True(await IsThereAsync("planet_events_2025_03"));
            Assert.Equal(1, (await EventsAsync()).Count(row => row.Contains("2025-03", StringComparison.Ordinal)));
        }
        Assert.Equal("Archived 1 rows in 1 archives.", (await _scene.RoundAsync()).Text);
        Assert.False(await IsThereAsync("planet_events_2025_03"));
        Assert.Equal(4, Directory.GetFiles(_scene.Folder, "*", SearchOption.AllDirectories).Length);
    }
}
