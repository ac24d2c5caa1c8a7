using Connecto.Errors;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Tests.Support;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Planets;

/// <summary>The texts that edited messages had, for those who may see them.</summary>
public sealed class MessageVersionTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private PlanetCluster _cluster = null!;
    private IPlanetGrain _planet = null!;
    private Snowflake _own;
    private Snowflake _ann;

    public async ValueTask InitializeAsync()
    {
        _cluster = await StartAsync(database.ConnectionString);
        var users = await AddUsersAsync(database.Source, 2);
        (_own, _ann) = (users[0], users[1]);
        _planet = await _cluster.CreateAsync(_own, _ann);
        await _cluster.SendAsync(_planet, Message(_ann, "k1", "one"));
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_message_that_was_never_edited_has_one()
    {
        await _planet.React(_ann, 1, "👍", true);
        var version = Assert.Single(await _planet.Versions(_own, 1, 0, 10));
        Assert.Equal((2, "one"), (version.Rev, version.Text));
        Assert.Empty(await _planet.Versions(_own, 1, version.Rev, 10));
    }

    [Fact]
    public async Task Every_edit_adds_one_and_they_come_page_by_page()
    {
        await _planet.Edit(_ann, 1, "two");
        var last = await _planet.Edit(_ann, 1, "three");

        var versions = await _planet.Versions(_own, 1, 0, 10);
        Assert.Equal(["one", "two", "three"], versions.Select(version => version.Text));
        Assert.Equal([2, 3, last], versions.Select(version => version.Rev));
        Assert.Equal(versions[2..], await _planet.Versions(_own, 1, versions[1].Rev, 10));
    }

    [Fact]
    public async Task Edits_of_one_batch_are_all_kept()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _planet.Edit(_ann, 1, $"text {i}")));
        var versions = await _planet.Versions(_own, 1, 0, 100);
        Assert.Equal(21, versions.Length);
        Assert.Equal(
            Enumerable.Range(0, 20).Select(i => $"text {i}").Append("one").Order(StringComparer.Ordinal),
            versions.Select(version => version.Text).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Members_may_not_see_them()
    {
        await _planet.Edit(_ann, 1, "two");
        await Refused(ErrorCode.Forbidden, () => _planet.Versions(_ann, 1, 0, 10));
    }

    [Fact]
    public async Task Deleting_a_message_forgets_them()
    {
        await _planet.Edit(_ann, 1, "two");
        await _planet.Delete(_ann, 1);

        Assert.Empty(await _planet.Versions(_own, 1, 0, 10));
        await using var command = database.Source.CreateCommand(
            "SELECT count(*) FROM message_edits e JOIN planets p ON p.id = e.planet_id WHERE p.id = $1"
        );
        command.Parameters.AddWithValue((await _planet.Get(_own)).Id.Value);
        Assert.Equal(0L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }
}
