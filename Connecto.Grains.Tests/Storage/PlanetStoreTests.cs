using Connecto.Errors;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Storage;
using Connecto.Tests.Support;

namespace Connecto.Grains.Tests.Storage;

public sealed class PlanetStoreTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private static readonly DateTimeOffset _now = new(2026, 5, 1, 12, 0, 0, 123, TimeSpan.Zero);

    private StorageRig _rig = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _rig = await StorageRig.OpenAsync(database.ConnectionString);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_new_planet_has_its_owner_its_existing_members_and_one_event()
    {
        var owner = await _rig.UserAsync("Owner");
        var other = await _rig.UserAsync("Other");
        var nobody = new Snowflake(42);

        var created = await _rig.Planets.CreateAsync(
            PlanetKind.Travel,
            null,
            "Jeju",
            owner,
            [other, nobody, owner, other],
            _now,
            Cancellation
        );

        Assert.Equal((0, 0, 1, 2), (created.Epoch, created.HeadSeq, created.HeadRev, created.MemberCount));
        var claimed = await _rig.Planets.ClaimAsync(created.Id, Cancellation);
        Assert.Equal(created with { Epoch = 1 }, claimed);
        var members = await _rig.Planets.MembersAsync(created.Id, Cancellation);
        Assert.Equal(
            [
                new StoredMember(
                    owner,
                    new MemberProfile("Owner"),
                    MemberRole.Owner,
                    MemberStatus.Active,
                    null,
                    _now,
                    0,
                    1,
                    0
                ),
                new StoredMember(
                    other,
                    new MemberProfile("Other"),
                    MemberRole.Member,
                    MemberStatus.Active,
                    null,
                    _now,
                    0,
                    1,
                    0
                ),
            ],
            members
        );
        var row = Assert.Single(await _rig.Events.AfterAsync(created.Id, 0, 10, Cancellation));
        Assert.Equal((1, EventKind.Member, owner, _now), (row.Rev, row.Kind, row.ActorId, row.At));
        Assert.Equal([owner, other], PlanetEventData.ReadMembers(row.Data!).Select(member => member.UserId));
    }

    [Fact]
    public async Task A_planet_of_an_owner_who_does_not_exist_is_not_made()
    {
        var refusal = await Assert.ThrowsAsync<ChatException>(() =>
            _rig.Planets.CreateAsync(PlanetKind.Group, null, "Jeju", new Snowflake(42), [], _now, Cancellation)
        );
        Assert.Equal(ErrorCode.NotFound, refusal.Code);
    }

    [Fact]
    public async Task Each_claim_raises_the_epoch_by_one()
    {
        var planet = await _rig.PlanetAsync();
        var again = await _rig.Planets.ClaimAsync(planet.Id, Cancellation);
        Assert.Equal(planet.Epoch + 1, again!.Epoch);
    }

    [Fact]
    public async Task A_planet_that_does_not_exist_or_is_deleted_cannot_be_claimed()
    {
        var planet = await _rig.PlanetAsync();
        await using var delete = database.Source.CreateCommand(
            $"UPDATE planets SET deleted_at = now() WHERE id = {planet.Id}"
        );
        await delete.ExecuteNonQueryAsync(Cancellation);

        Assert.Null(await _rig.Planets.ClaimAsync(planet.Id, Cancellation));
        Assert.Null(await _rig.Planets.ClaimAsync(new Snowflake(42), Cancellation));
    }

    [Fact]
    public async Task Profiles_are_those_of_existing_users_only()
    {
        var mina = await _rig.UserAsync("민아");
        var gone = await _rig.UserAsync();
        await using var delete = database.Source.CreateCommand(
            $"UPDATE users SET deleted_at = now() WHERE id = {gone}"
        );
        await delete.ExecuteNonQueryAsync(Cancellation);

        var profiles = await _rig.Planets.ProfilesAsync(null, [mina, gone, new Snowflake(42)], Cancellation);
        Assert.Equal(new Dictionary<Snowflake, MemberProfile> { [mina] = new("민아") }, profiles);
    }

    [Fact]
    public async Task The_inbox_pages_through_the_active_planets_newest_first_with_their_last_message()
    {
        var user = await _rig.UserAsync();
        var silent = await _rig.PlanetAsync(user);
        var left = await _rig.PlanetAsync(user);
        var busy = await _rig.PlanetAsync(user);
        await _rig.PlanetAsync();
        await _rig.Writer.WriteAsync(busy.Send("one", "two"), Cancellation);
        await using var leave = database.Source.CreateCommand(
            $"UPDATE planet_members SET status = 1 WHERE planet_id = {left.Id} AND user_id = {user}"
        );
        await leave.ExecuteNonQueryAsync(Cancellation);

        var first = Assert.Single(await _rig.Planets.InboxAsync(user, null, 1, Cancellation));
        var rest = await _rig.Planets.InboxAsync(user, first.Planet.Id, 10, Cancellation);

        Assert.Equal(busy.Id, first.Planet.Id);
        Assert.Equal((2, "two", busy.Owner), (first.Last!.Seq, first.Last.Text, first.Last.SenderId));
        var second = Assert.Single(rest);
        Assert.Equal(silent.Id, second.Planet.Id);
        Assert.Null(second.Last);
    }
}
