using Connecto.Ids;
using Connecto.Planets;
using Connecto.Tests.Support;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Planets;

/// <summary>Counters that are counted anew, found wrong and repaired.</summary>
public sealed class CounterAuditTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private PlanetCluster _cluster = null!;
    private IPlanetGrain _planet = null!;
    private Snowflake _ann;
    private Snowflake _bob;

    public async ValueTask InitializeAsync()
    {
        _cluster = await StartAsync(database.ConnectionString);
        var users = await AddUsersAsync(database.Source, 2);
        (_ann, _bob) = (users[0], users[1]);
        _planet = await _cluster.CreateAsync(_ann, _bob);
        await _cluster.SendAsync(_planet, Message(_ann, "root"));
        await _cluster.SendAsync(_planet, Message(_bob, "reply", replyToSeq: 1));
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_planet_in_use_has_no_difference_whatever_goes_on_meanwhile()
    {
        var sends = Enumerable
            .Range(0, 200)
            .Select(i => _cluster.SendAsync(_planet, Message(i % 2 == 0 ? _ann : _bob, $"k{i}", replyToSeq: 1)));
        var sending = Task.WhenAll(sends);
        var differences = 0;
        while (!sending.IsCompleted)
        {
            differences += await _planet.Audit();
        }
        await sending;
        Assert.Equal(0, differences + await _planet.Audit());
        Assert.Equal(201, (await _planet.Message(_ann, 1)).ReplyCount);
    }

    [Fact]
    public async Task A_wrong_count_of_replies_is_repaired()
    {
        await _planet.Audit();
        await SpoilAsync("UPDATE messages SET reply_count = 7 WHERE planet_id = $1 AND seq = 1");

        Assert.Equal(1, await _planet.Audit());
        Assert.Equal(0, await _planet.Audit());
        Assert.Equal(1, await ReadAsync("SELECT reply_count FROM messages WHERE planet_id = $1 AND seq = 1"));
    }

    [Fact]
    public async Task A_wrong_count_of_members_is_repaired()
    {
        await SpoilAsync("UPDATE planets SET member_count = 9 WHERE id = $1");

        Assert.Equal(1, await _planet.Audit());
        Assert.Equal(0, await RetriedAsync(() => _planet.Audit()));
        Assert.Equal(2, await ReadAsync("SELECT member_count FROM planets WHERE id = $1"));
        Assert.Equal(2, (await _planet.Get(_ann)).MemberCount);
    }

    private async Task SpoilAsync(string sql) => await ReadAsync(sql);

    private async Task<int?> ReadAsync(string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        command.Parameters.AddWithValue((await _planet.Get(_ann)).Id.Value);
        return (int?)await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
