using Connecto.Errors;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Storage;
using Connecto.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Planets;

/// <summary>How memberships and planets end, and how many members there can be.</summary>
public sealed class MembershipTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private PlanetCluster _cluster = null!;
    private Snowflake[] _users = [];

    public async ValueTask InitializeAsync()
    {
        _cluster = await StartAsync(database.ConnectionString);
        _users = await AddUsersAsync(database.Source, 4);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task The_last_owner_who_withdraws_is_followed_by_the_highest_and_oldest_member()
    {
        var planet = await _cluster.CreateAsync(_users);
        await planet.SetMember(_users[0], _users[3], new MemberPatch(MemberRole.Admin, null, null));

        await planet.Withdraw(_users[0]);
        var members = await planet.Members(_users[1], null, 10);
        Assert.DoesNotContain(members, member => member.UserId == _users[0]);
        Assert.Equal(_users[3], Assert.Single(members, member => member.Role == MemberRole.Owner).UserId);
        var head = (await planet.Get(_users[1])).HeadRev;
        await planet.Withdraw(_users[0]);
        Assert.Equal(head, (await planet.Get(_users[1])).HeadRev);
    }

    [Fact]
    public async Task Who_came_back_since_is_not_withdrawn()
    {
        var planet = await _cluster.CreateAsync(_users);
        var first = (await planet.Members(_users[0], null, 10)).Single(member => member.UserId == _users[1]).JoinedAt;
        await planet.Leave(_users[1]);
        await Support.Eventually.TrueAsync(() => TimeProvider.System.GetUtcNow() > first.AddMilliseconds(1));
        await planet.Join(_users[1]);

        await planet.Withdraw(_users[1], first);
        Assert.Equal(4, (await planet.Get(_users[1])).MemberCount);

        var second = (await planet.Members(_users[0], null, 10)).Single(member => member.UserId == _users[1]).JoinedAt;
        await planet.Withdraw(_users[1], second);
        Assert.Equal(3, (await planet.Get(_users[0])).MemberCount);
    }

    [Fact]
    public async Task A_deleted_planet_is_found_by_nobody_and_told_to_who_watches()
    {
        var planet = await _cluster.CreateAsync(_users[0], _users[1]);
        await Refused(ErrorCode.Forbidden, () => planet.Delete(_users[1]));
        await Refused(ErrorCode.NotFound, () => planet.Delete(_users[2]));
        var watcher = new Watcher();
        await planet.Attach("node", _cluster.Grains.CreateObjectReference<Delivery.IPlanetObserver>(watcher));

        await planet.Delete(_users[0]);
        var told = Assert.IsType<PlanetChanged>(Assert.Single((await watcher.NextAsync()).Events));
        Assert.NotNull(told.DeletedAt);
        await Refused(ErrorCode.NotFound, () => RetriedAsync(() => planet.Get(_users[0])));
        await Refused(ErrorCode.NotFound, () => _cluster.SendAsync(planet, Message(_users[0], "k")));
    }

    [Fact]
    public async Task Who_was_removed_cannot_come_back_by_himself_and_who_left_can()
    {
        var planet = await _cluster.CreateAsync(_users[0], _users[1], _users[2]);
        await planet.Remove(_users[0], _users[1]);
        await planet.Leave(_users[2]);

        await Refused(ErrorCode.Forbidden, () => planet.Join(_users[1]));
        await planet.Join(_users[2]);
        await Refused(ErrorCode.NotFound, () => planet.Join(_users[3]));
        Assert.Equal(2, (await planet.Get(_users[0])).MemberCount);
    }

    [Fact]
    public async Task A_planet_has_at_most_ten_thousand_members()
    {
        var planet = await _cluster.CreateAsync(_users[0]);
        var id = (await planet.Get(_users[0])).Id;
        await using var fill = database.Source.CreateCommand(
            """
            WITH made AS (
                INSERT INTO users (id, email, display_name, created_at)
                SELECT $1 + i, $1 + i || '@many.example', 'many', now() FROM generate_series(1, 9998) i RETURNING id
            ), joined AS (
                INSERT INTO planet_members
                    (planet_id, user_id, role, status, joined_at, joined_seq, joined_rev, last_read_seq)
                SELECT $1, id, 0, 0, now(), 0, 1, 0 FROM made
            )
            UPDATE planets SET member_count = 9999 WHERE id = $1
            """
        );
        fill.Parameters.AddWithValue(id.Value);
        await fill.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await _cluster.KillAsync();

        await using var next = await StartAsync(database.ConnectionString);
        planet = next.Planet(id);
        await Refused(ErrorCode.Conflict, () => planet.Add(_users[0], [_users[1], _users[2]], MemberRole.Member));
        await planet.Add(_users[0], [_users[1]], MemberRole.Member);
        await Refused(ErrorCode.Conflict, () => planet.Add(_users[0], [_users[2]], MemberRole.Member));
        Assert.Equal(MemberChanges.MostMembers, (await planet.Get(_users[0])).MemberCount);
    }

    [Fact]
    public async Task Two_people_have_one_direct_planet_however_they_ask()
    {
        var direct = _cluster.Services.GetRequiredService<DirectPlanets>();
        var asked = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i => direct.OfAsync(_users[i % 2], _users[1 - (i % 2)], TestContext.Current.CancellationToken))
        );

        var planet = _cluster.Planet(Assert.Single(asked.Select(answer => answer.Planet.Id).Distinct()));
        Assert.Single(asked, answer => answer.IsNew);
        var members = await planet.Members(_users[0], null, 10);
        Assert.All(members, member => Assert.Equal(MemberRole.Member, member.Role));
        Assert.Equal(2, members.Length);
        await Refused(ErrorCode.Forbidden, () => planet.Leave(_users[0]));
        await Refused(ErrorCode.Forbidden, () => planet.Add(_users[0], [_users[2]], MemberRole.Member));
        await Refused(ErrorCode.Forbidden, () => planet.Add(null, [_users[2]], MemberRole.Member));
        await Refused(ErrorCode.NotFound, () => planet.Get(_users[2]));
    }

    [Fact]
    public async Task Nobody_has_a_direct_planet_with_who_deletes_his_account_at_that_moment()
    {
        var direct = _cluster.Services.GetRequiredService<DirectPlanets>();
        await using var deletion = await PostgresHold.TakeAsync(
            database.Source,
            $"UPDATE users SET deleted_at = now() WHERE id = {_users[1]}"
        );

        var asked = direct.OfAsync(_users[0], _users[1], TestContext.Current.CancellationToken);
        await deletion.IsWaitedForAsync();
        await deletion.CommitAsync();

        await Refused(ErrorCode.NotFound, () => asked);
        Assert.Equal(0, await CountAsync($"direct_planets WHERE {_users[1]} IN (low_user_id, high_user_id)"));
        Assert.Equal(0, await CountAsync($"planet_members WHERE user_id = {_users[1]}"));
    }

    // PostgreSQL tells of him before the planet does: who accepts an invite twice at once is a member by what he reads.
    [Fact]
    public async Task Who_is_being_let_in_at_this_moment_is_not_refused()
    {
        var (owner, guest) = (_users[0], _users[1]);
        var planet = await _cluster.CreateAsync(owner);
        await planet.Get(owner);
        await using var members = await PostgresHold.TakeAsync(
            database.Source,
            "LOCK TABLE planet_members IN EXCLUSIVE MODE"
        );

        var admitted = planet.Admit(guest, owner);
        await members.IsWaitedForAsync();
        var seen = planet.Get(guest);
        for (var turn = 0; turn < 5; turn++)
        {
            // Long enough for a refusal to be told.
            await planet.Get(owner);
            await CountAsync("planets");
        }
        await members.RollbackAsync();

        Assert.True(await admitted);
        Assert.Equal(2, (await seen).MemberCount);
    }

    // Its caller has given it up by then, has made it again, and may have added him anew.
    [Fact]
    public async Task A_removal_that_waited_long_for_PostgreSQL_is_not_made_any_more()
    {
        var (owner, guest) = (_users[0], _users[1]);
        var planet = await _cluster.CreateAsync(owner, guest);
        await planet.Get(owner);
        await using var users = await PostgresHold.TakeAsync(
            database.Source,
            "LOCK TABLE users IN ACCESS EXCLUSIVE MODE"
        );

        var removal = planet.SetMember(owner, guest, new MemberPatch(null, MemberStatus.Removed, null));
        await users.IsWaitedForAsync();
        var began = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(() => TimeProvider.System.GetElapsedTime(began) > PlanetGrain.FreshFor);
        await users.RollbackAsync();

        await Refused(ErrorCode.Unavailable, () => removal);
        Assert.Equal(2, (await planet.Get(guest)).MemberCount);
    }

    private async Task<long> CountAsync(string which)
    {
        await using var command = database.Source.CreateCommand($"SELECT count(*) FROM {which}");
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    [Fact]
    public async Task Whoever_is_blocked_or_alone_in_a_direct_planet_writes_nothing_there()
    {
        var direct = _cluster.Services.GetRequiredService<DirectPlanets>();
        var (row, _) = await direct.OfAsync(_users[2], _users[3], TestContext.Current.CancellationToken);
        var planet = _cluster.Planet(row.Id);
        await _cluster.SendAsync(planet, Message(_users[2], "k1"));
        await planet.Pin(_users[3], 1, true);

        await BlockAsync("INSERT INTO blocks VALUES ($1, $2, now())");
        await planet.Refresh(_users[2]);
        await Refused(ErrorCode.Forbidden, () => _cluster.SendAsync(planet, Message(_users[2], "k2")));
        await Refused(ErrorCode.Forbidden, () => _cluster.SendAsync(planet, Message(_users[3], "k2")));
        await Refused(ErrorCode.Forbidden, () => planet.Edit(_users[2], 1, "edited"));
        await Refused(ErrorCode.Forbidden, () => planet.React(_users[3], 1, "👍", true));
        Assert.Equal(1, (await planet.Message(_users[3], 1)).Seq);
        await Refused(
            ErrorCode.Forbidden,
            () => direct.OfAsync(_users[3], _users[0], TestContext.Current.CancellationToken)
        );

        await BlockAsync("DELETE FROM blocks WHERE user_id = $1 AND blocked_id = ANY (ARRAY[$2, blocked_id])");
        await planet.Refresh(_users[2]);
        await _cluster.SendAsync(planet, Message(_users[2], "k3"));
        await planet.Withdraw(_users[3]);
        await Refused(ErrorCode.Forbidden, () => _cluster.SendAsync(planet, Message(_users[2], "k4")));

        async Task BlockAsync(string sql)
        {
            foreach (var blocked in new[] { _users[2], _users[0] })
            {
                await using var command = database.Source.CreateCommand(sql);
                command.Parameters.AddWithValue(_users[3].Value);
                command.Parameters.AddWithValue(blocked.Value);
                await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    [Fact]
    public async Task An_announcement_is_a_system_message_that_nobody_edits()
    {
        var planet = await _cluster.CreateAsync(_users[0], _users[1]);
        await planet.Announce(_users[3], "maintenance at noon", "one");

        var message = await planet.Message(_users[0], 1);
        Assert.Equal((Messages.MessageType.System, _users[3]), (message.Type, message.SenderId));
        Assert.Equal(2, message.UnreadCount);
        await Refused(ErrorCode.NotFound, () => planet.Edit(_users[3], 1, "mine"));
        await Refused(ErrorCode.Forbidden, () => planet.Edit(_users[0], 1, "mine"));
        // A client's key that looks like that of an announcement stands in nobody's way.
        await _cluster.SendAsync(planet, Message(_users[0], "system-4"));
        await planet.Announce(_users[0], "again", "two");
        Assert.Equal(3, (await planet.Get(_users[0])).HeadSeq);
    }
}
