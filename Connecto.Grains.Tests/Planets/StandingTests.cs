using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Storage;
using Connecto.Tests.Support;
using Connecto.Users;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Planets;

/// <summary>
/// An activation whose planet was claimed by another one, and which does not know yet: what it remembers is no truth, so
/// it neither refuses by it nor says that something is so already.
/// </summary>
public sealed class StandingTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private PlanetCluster _cluster = null!;
    private IPlanetGrain _planet = null!;
    private Snowflake[] _users = [];

    public async ValueTask InitializeAsync()
    {
        _cluster = await StartAsync(database.ConnectionString);
        _users = await AddUsersAsync(database.Source, 3);
        _planet = await _cluster.CreateAsync(_users[0], _users[1]);
        await _planet.Get(_users[0]); // From here on it has something to remember.
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task What_it_takes_for_so_already_is_done_by_its_successor()
    {
        await ElsewhereAsync(draft => MemberChanges.Remove(draft, _users[0], _users[1]));

        var rev = await RetriedAsync(() => _planet.SetMember(_users[0], _users[1], Back));

        Assert.Equal(3, rev);
        Assert.Equal(2, (await _planet.Get(_users[1])).MemberCount);
    }

    [Fact]
    public async Task Whom_it_does_not_know_its_successor_lets_in()
    {
        await ElsewhereAsync(draft =>
            MemberChanges.Add(draft, _users[0], [_users[2]], MemberRole.Member, _ => new MemberProfile("new"))
        );

        var opening = await RetriedAsync(() => _planet.Open(_users[2], null));

        Assert.Equal(OpeningState.Snapshot, opening.State);
    }

    [Fact]
    public async Task Who_sends_and_is_no_member_by_what_it_knows_is_answered_by_its_successor()
    {
        await _planet.Leave(_users[1]);
        await ElsewhereAsync(draft => MemberChanges.Join(draft, _users[1], _ => new MemberProfile("back")));

        var sent = await RetriedAsync(() => _cluster.SendAsync(_planet, Message(_users[1], "k")));

        Assert.Equal(4, sent.Rev);
    }

    [Fact]
    public async Task Whom_it_knows_of_no_more_is_removed_by_its_successor()
    {
        await _planet.Leave(_users[1]);
        await ElsewhereAsync(draft => MemberChanges.Join(draft, _users[1], _ => new MemberProfile("back")));

        Assert.Equal(4, await RetriedAsync(() => _planet.Remove(_users[0], _users[1])));
    }

    private static MemberPatch Back => new(null, MemberStatus.Active, null);

    // As an activation on another silo would, of which this one has not heard.
    private async Task ElsewhereAsync(Action<PlanetDraft> change)
    {
        var (store, id) = (Stored<PlanetStore>(), new Snowflake(_planet.GetPrimaryKeyLong()));
        var state = new PlanetState((await store.ClaimAsync(id))!, await store.MembersAsync(id), []);
        var draft = new PlanetDraft(state, TimeProvider.System.GetUtcNow(), Stored<SnowflakeGenerator>().Next);
        change(draft);
        Assert.Equal(new BatchOutcome.Committed(), await Stored<MessageWriter>().WriteAsync(draft.ToBatch()));
    }

    private T Stored<T>()
        where T : notnull => _cluster.Services.GetRequiredService<T>();
}
