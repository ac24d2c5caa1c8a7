using Connecto.Ids;
using Connecto.Planets;
using Connecto.Presence;
using Connecto.Tests.Support;
using Microsoft.Extensions.Options;

namespace Connecto.Tests.Presence;

public sealed class AudienceStoreTests(FreshDatabase database) : IClassFixture<FreshDatabase>
{
    [Fact]
    public async Task Who_left_a_travel_neither_sees_its_people_nor_is_seen_although_his_memberships_have_not_ended()
    {
        await using var rig = await StorageRig.OpenAsync(database.ConnectionString);
        using var audiences = new AudienceStore(rig.Databases, Options.Create(new PresenceOptions()));
        Snowflake[] users = [await rig.UserAsync(), await rig.UserAsync(), await rig.UserAsync()];
        var travel = rig.Ids.Next();
        await ExecuteAsync(
            $"INSERT INTO travels (id, title, visibility, owner_id, member_count, created_at) VALUES ({travel}, 't', 0, {users[0]}, 3, now())"
        );
        foreach (var user in users)
        {
            await ExecuteAsync(
                $"INSERT INTO travel_members (travel_id, user_id, joined_at) VALUES ({travel}, {user}, now())"
            );
        }
        var now = TimeProvider.System.GetUtcNow();
        await rig.Planets.CreateAsync(PlanetKind.Travel, travel, "planet", users[0], users[1..], now);
        Assert.Equal(3, (await audiences.ReadAsync(users, starting: [])).Count);

        await ExecuteAsync(
            $"UPDATE travel_members SET left_at = now() WHERE travel_id = {travel} AND user_id = {users[2]}"
        );

        var left = await audiences.ReadAsync(users, starting: []);
        Assert.Equal(users[..2].ToHashSet(), left.Keys.ToHashSet());
        Assert.All(left.Values, audience => Assert.DoesNotContain(users[2], audience.All));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
