using Connecto.Errors;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Tests.Support;
using Orleans;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Planets;

/// <summary>Joining on an invite, and who may invite.</summary>
public sealed class AdmissionTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private PlanetCluster _cluster = null!;
    private IPlanetGrain _planet = null!;
    private Snowflake _own;
    private Snowflake _ann;
    private Snowflake _stranger;

    public async ValueTask InitializeAsync()
    {
        _cluster = await StartAsync(database.ConnectionString);
        var users = await AddUsersAsync(database.Source, 3);
        (_own, _ann, _stranger) = (users[0], users[1], users[2]);
        _planet = await _cluster.CreateAsync(_own, _ann);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Owners_and_admins_may_invite_and_nobody_else()
    {
        await _planet.RequireInviter(_own);
        await Refused(ErrorCode.Forbidden, () => _planet.RequireInviter(_ann));
        await Refused(ErrorCode.NotFound, () => _planet.RequireInviter(_stranger));
        await _planet.SetMember(_own, _ann, new MemberPatch(MemberRole.Admin, null, null));
        await _planet.RequireInviter(_ann);
        await _planet.SetMember(_own, _ann, new MemberPatch(null, MemberStatus.Banned, null));
        await Refused(ErrorCode.Banned, () => _planet.RequireInviter(_ann));
    }

    [Fact]
    public async Task Who_is_admitted_becomes_a_member_by_one_event_and_a_member_stays_as_he_is()
    {
        var head = (await _planet.Get(_own)).HeadRev;

        Assert.True(await _planet.Admit(_stranger, _own));
        Assert.False(await _planet.Admit(_stranger, _own));
        Assert.False(await _planet.Admit(_own, _own));

        var changes = await _planet.Changes(_own, head, 10);
        var told = Assert.IsType<MembersChanged>(Assert.Single(changes.Events!.Value));
        Assert.Equal((_stranger, MemberRole.Member), (told.Members[0].UserId, told.Members[0].Role));
    }

    [Fact]
    public async Task Who_was_removed_is_admitted_and_who_is_banned_or_does_not_exist_is_not()
    {
        await _planet.Remove(_own, _ann);
        Assert.True(await _planet.Admit(_ann, _own));
        await _planet.SetMember(_own, _ann, new MemberPatch(null, MemberStatus.Banned, null));
        await Refused(ErrorCode.Banned, () => _planet.Admit(_ann, _own));
        await Refused(ErrorCode.NotFound, () => _planet.Admit(new Snowflake(404), _own));
        await Refused(ErrorCode.NotFound, () => _cluster.Planet(new Snowflake(404)).Admit(_ann, _own));
    }

    [Fact]
    public async Task A_full_planet_admits_nobody()
    {
        await using var command = database.Source.CreateCommand(
            $"UPDATE planets SET member_count = 10000 WHERE id = {_planet.GetPrimaryKeyLong()}"
        );
        await command.ExecuteNonQueryAsync();

        await Refused(ErrorCode.Conflict, () => _planet.Admit(_stranger, _own));
    }

    [Fact]
    public async Task A_deactivated_planet_goes_on_in_a_new_activation_with_what_was_answered()
    {
        await _cluster.SendAsync(_planet, Message(_ann, "k1"));
        var before = await _planet.Inspect();
        var sends = Enumerable
            .Range(2, 200)
            .Select(key => RetriedAsync(() => _cluster.SendAsync(_planet, Message(_ann, $"k{key}"))))
            .ToList();

        await _planet.Deactivate();
        var sent = await Task.WhenAll(sends);

        Assert.Equal(Enumerable.Range(2, 200).Select(seq => (long)seq), sent.Select(one => one.Seq).Order());
        await Eventually.TrueAsync(async () => (await _planet.Inspect()).Epoch == before.Epoch + 1);
        var after = await _planet.Inspect();
        Assert.Equal((201, 202), (after.Head.Seq, after.Head.Rev));
        Assert.Equal(new MemberTally(2, 0, 0, 0), after.Members);
        Assert.Equal(201, after.Cache.Messages);
        Assert.Equal(new PlanetQueue(0, false), after.Queue);
    }
}
