using System.Globalization;
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

    private async Task<long> NewestAsync() =>
        long.Parse(
            (await _scene.RowsAsync("SELECT max(id)::text FROM archive_orders"))[0],
            CultureInfo.InvariantCulture
        );
}
