using Connecto.Archive;
using Connecto.Ids;
using Connecto.Storage;
using Connecto.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Archive;

/// <summary>Files that move to cheaper places as they age.</summary>
public sealed class ArchiveClassTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private ArchiveScene _scene = null!;

    public async ValueTask InitializeAsync() =>
        _scene = await ArchiveScene.OpenAsync(database.ConnectionString, database.Source);

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Theory]
    [InlineData(29, StorageClass.Standard)]
    [InlineData(30, StorageClass.Infrequent)]
    [InlineData(89, StorageClass.Infrequent)]
    [InlineData(90, StorageClass.Cold)]
    [InlineData(364, StorageClass.Cold)]
    [InlineData(365, StorageClass.Deep)]
    public void The_class_is_that_of_the_age(int days, StorageClass expected) =>
        Assert.Equal(expected, new ArchiveOptions().ClassOf(TimeSpan.FromDays(days)));

    [Fact]
    public async Task Files_are_written_into_the_class_of_their_age_and_move_on_later()
    {
        var planet = await _scene.PlanetAsync((await AddUsersAsync(database.Source, 1))[0]);
        // Whatever day it is, the messages of one month are 65 to 96 days old, those of the other at least 100.
        _scene.Options.ColdAfterDays = 98;
        await _scene.RoundAsync();
        Assert.Equal(["cold", "infrequent"], FoldersOf("*.gz"));
        Assert.Equal(["cold", "infrequent"], FoldersOf("*.json"));

        _scene.Options.DeepAfterDays = 99;
        // One move fails half-way, with its files in both places or in either.
        for (var failsAt = 0; failsAt < 2; failsAt++)
        {
            await Assert.ThrowsAsync<IOException>(() => _scene.RoundAsync(new FailingFiles(_scene.Files, failsAt)));
        }
        await _scene.RoundAsync();

        Assert.Equal(["deep", "infrequent"], FoldersOf("*.gz"));
        Assert.Equal(["deep", "infrequent"], FoldersOf("*.json"));
        var archives = await _scene.ArchivesOfAsync(planet);
        Assert.Equal([StorageClass.Deep, StorageClass.Infrequent], archives.Select(archive => archive.StorageClass));
        var result = await _scene.RestoreAsync(
            new ArchiveOrder(ArchiveOrderKind.Restore) { PlanetId = new Snowflake(planet.GetPrimaryKeyLong()) }
        );
        Assert.Equal("Restored 66 rows of 2 archives.", result.Text);
    }

    [Fact]
    public async Task A_round_works_with_as_many_days_as_may_be_set()
    {
        await _scene.PlanetAsync((await AddUsersAsync(database.Source, 1))[0]);
        await _scene.RoundAsync();
        const int Most = 36_500;
        _scene.Options.MessagesAfterDays = _scene.Options.EventsAfterDays = _scene.Options.RestoredDays = Most;
        _scene.Options.InfrequentAfterDays = _scene.Options.ColdAfterDays = _scene.Options.DeepAfterDays = Most;

        var result = await _scene.RoundAsync();

        Assert.Equal(new ArchiveResult(Failed: false, "Archived 0 rows in 0 archives."), result);
    }

    [Fact]
    public async Task An_order_whose_server_died_after_the_archive_was_back_has_succeeded()
    {
        var planet = await _scene.PlanetAsync((await AddUsersAsync(database.Source, 1))[0]);
        await _scene.RoundAsync();
        var id = (await _scene.ArchivesOfAsync(planet)).Min(archive => archive.Id.Value);
        var order = await OrderAsync(id);
        await _scene.RestoreAsync(order);

        Assert.Equal(new ArchiveResult(Failed: false, $"Restored archive {id}."), await _scene.RestoreAsync(order));
        // Who asks for it again is told.
        Assert.True((await _scene.RestoreAsync(await OrderAsync(id))).Failed);
    }

    private async Task<ArchiveOrder> OrderAsync(long archive)
    {
        var orders = new ArchiveOrders(
            _scene.Cluster.Services.GetRequiredService<Databases>(),
            _scene.Cluster.Services.GetRequiredService<TimeProvider>()
        );
        var order = new ArchiveOrder(ArchiveOrderKind.Restore) { ArchiveId = new Snowflake(archive) };
        return order with { Id = await orders.AddAsync(order, TestContext.Current.CancellationToken) };
    }

    private string[] FoldersOf(string files) =>
        [
            .. Directory
                .GetFiles(_scene.Folder, files, SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(_scene.Folder, path).Split(Path.DirectorySeparatorChar)[0])
                .Order(StringComparer.Ordinal),
        ];
}
