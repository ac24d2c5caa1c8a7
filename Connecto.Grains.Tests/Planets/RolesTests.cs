using Connecto.Errors;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Tests.Support;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Planets;

/// <summary>Owners, admins and members: what each may do to the others and to the planet.</summary>
public sealed class RolesTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private static readonly MemberPatch _admin = new(MemberRole.Admin, null, null);
    private static readonly MemberPatch _owner = new(MemberRole.Owner, null, null);
    private static readonly MemberPatch _member = new(MemberRole.Member, null, null);
    private static readonly MemberPatch _active = new(null, MemberStatus.Active, null);
    private static readonly MemberPatch _removed = new(null, MemberStatus.Removed, null);
    private static readonly MemberPatch _banned = new(null, MemberStatus.Banned, null);
    private static readonly PlanetPatch _renamed = new("renamed");

    private PlanetCluster _cluster = null!;
    private IPlanetGrain _planet = null!;
    private Snowflake _own;
    private Snowflake _adm;
    private Snowflake _ann;
    private Snowflake _bob;
    private Snowflake _stranger;

    public async ValueTask InitializeAsync()
    {
        _cluster = await StartAsync(database.ConnectionString);
        var users = await AddUsersAsync(database.Source, 5);
        (_own, _adm, _ann, _bob, _stranger) = (users[0], users[1], users[2], users[3], users[4]);
        _planet = await _cluster.CreateAsync(_own, _adm, _ann, _bob);
        await _planet.SetMember(_own, _adm, _admin);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_member_may_change_nobody_and_nothing()
    {
        await Refused(ErrorCode.Forbidden, () => _planet.SetMember(_ann, _bob, _removed));
        await Refused(ErrorCode.Forbidden, () => _planet.SetMember(_ann, _bob, _banned));
        await Refused(ErrorCode.Forbidden, () => _planet.SetMember(_ann, _bob, _admin));
        await Refused(ErrorCode.Forbidden, () => _planet.SetMember(_ann, _ann, _owner));
        await Refused(ErrorCode.Forbidden, () => _planet.SetMember(_ann, _stranger, _active));
        await Refused(ErrorCode.Forbidden, () => _planet.SetMember(_ann, _bob, Muted(1)));
        await Refused(ErrorCode.Forbidden, () => _planet.Set(_ann, _renamed));
    }

    [Fact]
    public async Task An_admin_moderates_members_but_neither_owners_nor_roles()
    {
        await Refused(ErrorCode.Forbidden, () => _planet.SetMember(_ann, _bob, new MemberPatch(null, null, null)));
        await Refused(ErrorCode.Forbidden, () => _planet.SetMember(_adm, _own, _removed));
        await Refused(ErrorCode.Forbidden, () => _planet.SetMember(_adm, _own, Muted(1)));
        await Refused(ErrorCode.Forbidden, () => _planet.SetMember(_adm, _ann, _admin));
        await Refused(ErrorCode.Forbidden, () => _planet.SetMember(_adm, _adm, _owner));

        await _planet.SetMember(_adm, _ann, _removed);
        await Refused(ErrorCode.NotMember, () => _planet.Get(_ann));
        await _planet.SetMember(_adm, _ann, _active);
        Assert.Equal(4, (await _planet.Get(_ann)).MemberCount);
    }

    [Fact]
    public async Task Outsiders_may_nothing_whatever_they_were()
    {
        await Refused(ErrorCode.NotFound, () => _planet.SetMember(_stranger, _ann, _removed));
        await Refused(ErrorCode.NotFound, () => _planet.Set(_stranger, _renamed));
        await _planet.SetMember(_own, _adm, _banned);
        await Refused(ErrorCode.Banned, () => _planet.SetMember(_adm, _ann, _removed));
    }

    [Fact]
    public async Task Who_is_banned_stays_out_until_the_ban_is_lifted_also_who_never_was_in()
    {
        await _planet.SetMember(_adm, _ann, _banned);
        await _planet.SetMember(_adm, _stranger, _banned);

        await Refused(ErrorCode.Banned, () => _planet.Join(_ann));
        await Refused(ErrorCode.Banned, () => _planet.Join(_stranger));
        await Refused(ErrorCode.Banned, () => _planet.Get(_ann));
        await Refused(ErrorCode.Banned, () => _cluster.SendAsync(_planet, Message(_ann, "k")));
        Assert.Equal(3, (await _planet.Get(_own)).MemberCount);

        await Refused(ErrorCode.NotFound, () => _planet.Remove(_adm, _ann));
        await Refused(ErrorCode.Forbidden, () => _planet.SetMember(_bob, _ann, _banned));
        await _planet.SetMember(_adm, _ann, _removed);
        await Refused(ErrorCode.NotMember, () => _planet.Get(_ann));
        await _planet.SetMember(_adm, _ann, _active);
        await _planet.SetMember(_adm, _stranger, _active);
        Assert.Equal(5, (await _planet.Get(_stranger)).MemberCount);
    }

    [Fact]
    public async Task Who_is_muted_reads_but_does_not_send_until_it_is_lifted()
    {
        await _planet.SetMember(_adm, _ann, Muted(1));

        await Refused(ErrorCode.Muted, () => _cluster.SendAsync(_planet, Message(_ann, "k")));
        await _planet.Get(_ann);
        await _planet.SetMember(_adm, _ann, Muted(-1));
        Assert.Equal(1, (await _cluster.SendAsync(_planet, Message(_ann, "k"))).Seq);
    }

    [Fact]
    public async Task The_last_owner_hands_over_before_leaving()
    {
        await Refused(ErrorCode.Conflict, () => _planet.Leave(_own));
        await Refused(ErrorCode.Conflict, () => _planet.SetMember(_own, _own, _member));
        await Refused(ErrorCode.Invalid, () => _planet.SetMember(_own, _own, _removed));

        await _planet.SetMember(_own, _ann, _owner);
        await Refused(ErrorCode.Forbidden, () => _planet.SetMember(_own, _ann, _member));
        await _planet.Leave(_own);
        await _planet.SetMember(_ann, _bob, _admin);
    }

    [Fact]
    public async Task Who_is_alone_may_leave_and_who_comes_back_first_is_the_owner()
    {
        var alone = await _cluster.CreateAsync(_own, _ann);
        await alone.Leave(_ann);
        await alone.Leave(_own);
        await Refused(ErrorCode.NotMember, () => alone.Get(_own));

        await alone.Join(_ann);
        await alone.Set(_ann, _renamed);
    }

    [Fact]
    public async Task What_changes_nothing_is_no_event()
    {
        var head = (await _planet.Get(_own)).HeadRev;
        Assert.Equal(head, await _planet.SetMember(_own, _adm, _admin));
        Assert.Equal(head, await _planet.SetMember(_own, _ann, _active));
        Assert.Equal(head, await _planet.Set(_own, new PlanetPatch("planet", false, 0, 0)));
        await Refused(ErrorCode.NotFound, () => _planet.SetMember(_own, _stranger, _removed));
        await Refused(ErrorCode.NotFound, () => _planet.SetMember(_own, new Snowflake(404), _active));
        await Refused(
            ErrorCode.Invalid,
            () => _planet.SetMember(_own, _stranger, _admin with { Status = MemberStatus.Banned })
        );
        Assert.Equal(head, (await _planet.Get(_own)).HeadRev);
    }

    [Fact]
    public async Task An_archived_planet_is_only_read_until_it_is_in_use_again()
    {
        await _cluster.SendAsync(_planet, Message(_ann, "before"));
        await _planet.Set(_adm, new PlanetPatch(Archived: true));

        Assert.NotNull((await _planet.Get(_ann)).ArchivedAt);
        await Refused(ErrorCode.Forbidden, () => _cluster.SendAsync(_planet, Message(_ann, "k")));
        await Refused(ErrorCode.Forbidden, () => _planet.Edit(_ann, 1, "edited"));
        await Refused(ErrorCode.Forbidden, () => _planet.Delete(_ann, 1));
        Assert.True((await _cluster.SendAsync(_planet, Message(_ann, "before"))).Duplicate);
        Assert.Equal("hello", (await _planet.Message(_ann, 1)).Text);

        await _planet.Set(_adm, new PlanetPatch(Archived: false));
        await _planet.Edit(_ann, 1, "edited");
        var events = await _planet.Changes(_ann, (await _planet.Get(_ann)).HeadRev - 3, 10);
        Assert.Equal([true, false], events.Events!.Value.OfType<PlanetChanged>().Select(change => change.Archived));
    }

    [Fact]
    public async Task Slow_mode_lets_a_member_send_once_in_its_time_and_admins_always()
    {
        await _planet.Set(_own, new PlanetPatch("slow", SlowModeSeconds: 3600));

        await _cluster.SendAsync(_planet, Message(_ann, "k1"));
        var refusal = await Refused(ErrorCode.SlowMode, () => _cluster.SendAsync(_planet, Message(_ann, "k2")));
        Assert.InRange(refusal.RetryAfter!.Value, TimeSpan.FromMinutes(58), TimeSpan.FromHours(1));
        await _cluster.SendAsync(_planet, Message(_bob, "k1"));
        await _cluster.SendAsync(_planet, Message(_adm, "k1"));
        await _cluster.SendAsync(_planet, Message(_adm, "k2"));

        await _planet.Set(_own, new PlanetPatch(SlowModeSeconds: 0));
        Assert.Equal(5, (await _cluster.SendAsync(_planet, Message(_ann, "k2"))).Seq);
        Assert.Equal(("slow", 0), ((await _planet.Get(_ann)).Name, (await _planet.Get(_ann)).Settings.SlowModeSeconds));
    }

    private static MemberPatch Muted(int hours) => new(null, null, TimeProvider.System.GetUtcNow().AddHours(hours));
}
