using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Connecto.Archive;
using Connecto.Storage;
using Connecto.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Archive;

/// <summary>Who archives, and when.</summary>
public sealed class ArchiveSweepTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly ManualTime _time = new(TimeProvider.System.GetUtcNow());
    private FreshDatabase _database = null!;
    private ArchiveScene _scene = null!;

    public async ValueTask InitializeAsync()
    {
        _database = new FreshDatabase(postgres);
        await _database.InitializeAsync();
        _scene = await ArchiveScene.OpenAsync(_database.ConnectionString, _database.Source);
    }

    public async ValueTask DisposeAsync()
    {
        await _scene.DisposeAsync();
        await _database.DisposeAsync();
    }

    private ArchiveOrders Orders => new(_scene.Cluster.Services.GetRequiredService<Databases>(), _time);

    private ArchiveSweep Sweep(IArchiveFiles files) =>
        new(
            _scene.Cluster.Services.GetRequiredService<Databases>(),
            Orders,
            _scene.Round(files),
            _scene.Cluster.Services.GetRequiredService<ArchiveRestore>(),
            Options.Create(_scene.Options),
            _scene.Cluster.Services.GetRequiredService<IHostApplicationLifetime>(),
            _time,
            NullLogger<ArchiveSweep>.Instance
        );

    [Fact]
    public async Task A_round_is_due_a_day_after_one_that_succeeded_and_soon_after_one_that_failed()
    {
        await _scene.PlanetAsync((await AddUsersAsync(_database.Source, 1))[0]);
        var full = new FailingFiles(_scene.Files, failsAt: 1);

        Assert.True(await Sweep(full).CarryOutNextAsync(CancellationToken.None));
        Assert.True((await Orders.ResultAsync(await NewestAsync()))!.Failed);
        Assert.False(await Sweep(full).CarryOutNextAsync(CancellationToken.None));

        _time.Now += TimeSpan.FromMinutes(11);
        Assert.True(await Sweep(_scene.Files).CarryOutNextAsync(CancellationToken.None));
        Assert.Equal("Archived 66 rows in 2 archives.", (await Orders.ResultAsync(await NewestAsync()))!.Text);

        _time.Now += TimeSpan.FromHours(23);
        Assert.False(await Sweep(_scene.Files).CarryOutNextAsync(CancellationToken.None));
        _time.Now += TimeSpan.FromHours(2);
        Assert.True(await Sweep(_scene.Files).CarryOutNextAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_round_that_is_bounded_is_followed_by_the_next()
    {
        await _scene.PlanetAsync((await AddUsersAsync(_database.Source, 1))[0]);
        await _scene.PlanetAsync((await AddUsersAsync(_database.Source, 1))[0]);
        _scene.Options.RowsPerRound = 1;

        var rounds = 0;
        while (await Sweep(_scene.Files).CarryOutNextAsync(CancellationToken.None))
        {
            rounds++;
        }

        Assert.True(rounds >= 4, $"{rounds} rounds");
        Assert.Equal(
            ["0"],
            await _scene.RowsAsync("SELECT count(*)::text FROM messages WHERE created_at < now() - interval '60 days'")
        );
    }

    [Fact]
    public async Task One_server_is_at_work_at_a_time()
    {
        await _scene.PlanetAsync((await AddUsersAsync(_database.Source, 1))[0]);
        var others = 0;
        var files = new FailingFiles(_scene.Files, int.MaxValue)
        {
            Completed = async _ =>
            {
                Assert.False(await Sweep(_scene.Files).CarryOutNextAsync(CancellationToken.None));
                others++;
            },
        };

        Assert.True(await Sweep(files).CarryOutNextAsync(CancellationToken.None));

        Assert.Equal(4, others);
        Assert.False((await Orders.ResultAsync(await NewestAsync()))!.Failed);
    }

    [Fact]
    public async Task A_server_that_stops_leaves_its_order_to_the_next()
    {
        await _scene.PlanetAsync((await AddUsersAsync(_database.Source, 1))[0]);
        using var stop = new CancellationTokenSource();
        var files = new FailingFiles(_scene.Files, int.MaxValue) { Completed = _ => stop.CancelAsync() };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Sweep(files).CarryOutNextAsync(stop.Token));

        Assert.NotNull(await Orders.NextAsync(CancellationToken.None));
        Assert.True(await Sweep(_scene.Files).CarryOutNextAsync(CancellationToken.None));
        Assert.Equal("Archived 66 rows in 2 archives.", (await Orders.ResultAsync(await NewestAsync()))!.Text);
        Assert.Null(await Orders.NextAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_server_that_is_gone_without_a_word_is_waited_for_as_long_as_its_lease_lasts()
    {
        await _scene.PlanetAsync((await AddUsersAsync(_database.Source, 1))[0]);
        await _scene.SqlAsync("UPDATE archive_lease SET epoch = 7, ends_at = now() + interval '1 minute'");
        Assert.False(await Sweep(_scene.Files).CarryOutNextAsync(CancellationToken.None));

        await _scene.SqlAsync("UPDATE archive_lease SET ends_at = now()");

        Assert.True(await Sweep(_scene.Files).CarryOutNextAsync(CancellationToken.None));
        Assert.Equal("Archived 66 rows in 2 archives.", (await Orders.ResultAsync(await NewestAsync()))!.Text);
        await using var next = await _scene.TakeAsync();
        Assert.Equal(9, next!.Epoch);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_server_that_stood_still_until_another_took_over_enters_nothing_more(int file)
    {
        var planet = await _scene.PlanetAsync((await AddUsersAsync(_database.Source, 1))[0]);
        var all = await _scene.SeqsEverywhereAsync(planet);
        var completed = 0;
        var files = new FailingFiles(_scene.Files, int.MaxValue)
        {
            Completed = async _ =>
            {
                if (++completed == file)
                {
                    await _scene.SqlAsync("UPDATE archive_lease SET ends_at = now()");
                    Assert.True(await Sweep(_scene.Files).CarryOutNextAsync(CancellationToken.None));
                }
            },
        };

        await Assert.ThrowsAsync<ArchiveLeaseLostException>(() =>
            Sweep(files).CarryOutNextAsync(CancellationToken.None)
        );

        // What the other one did stands, and of what was written on nothing is left.
        Assert.Equal("Archived 66 rows in 2 archives.", (await Orders.ResultAsync(await NewestAsync()))!.Text);
        Assert.Equal(all, await _scene.SeqsEverywhereAsync(planet));
        Assert.Equal(2, (await _scene.ArchivesOfAsync(planet)).Count);
        Assert.Equal(4, Directory.GetFiles(_scene.Folder, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task When_a_round_last_succeeded_is_told_by_servers_that_have_made_none_since_they_began()
    {
        var last = new DateTimeOffset(2131, 5, 6, 7, 8, 9, TimeSpan.Zero);
        await _scene.SqlAsync(
            $"""
            INSERT INTO archive_orders (kind, is_daily, created_at, ended_at, failed)
            VALUES (1, true, now(), '{last:u}', false), (1, true, now(), '2132-01-01Z', true), (2, false, now(), '2132-01-01Z', false)
            """
        );
        var told = new ConcurrentQueue<long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Name == "connecto.archive.last_success")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, measured, _, _) => told.Enqueue(measured));
        listener.Start();
        using var sweep = Sweep(_scene.Files);
        await sweep.StartAsync(TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(() =>
        {
            listener.RecordObservableInstruments();
            return told.Contains(last.ToUnixTimeSeconds());
        });

        await sweep.StopAsync(TestContext.Current.CancellationToken);
        told.Clear();
        listener.RecordObservableInstruments();
        Assert.DoesNotContain(last.ToUnixTimeSeconds(), told);
    }

    private async Task<long> NewestAsync() =>
        long.Parse((await _scene.RowsAsync("SELECT max(id)::text FROM archive_orders"))[0]);
}
