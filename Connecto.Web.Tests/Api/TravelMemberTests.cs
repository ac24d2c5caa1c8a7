using Connecto.Ids;
using Connecto.Travels;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.Api;

/// <summary>Who takes part in a travel, and how many they are.</summary>
public sealed class TravelMemberTests(RestServer server) : IClassFixture<RestServer>
{
    private TravelStore Travels => server.Server.Services.GetRequiredService<TravelStore>();

    [Fact]
    public async Task Anybody_joins_a_public_travel_leaves_it_and_may_come_back()
    {
        var (owner, travel) = await server.TravelAsync();
        var guest = await server.RegisterAsync();

        var joined = await guest.Rest.PostAsync($"travels/{travel}/join");
        Assert.Equal((200, 2, travel), (joined.Status, joined["memberCount"].GetInt32(), joined["id"].GetString()));
        var again = await guest.Rest.PostAsync($"travels/{travel}/join");
        Assert.Equal((200, 2), (again.Status, again["memberCount"].GetInt32()));
        Assert.Equal(204, (await guest.Rest.PostAsync($"travels/{travel}/leave")).Status);
        Assert.Equal(1, await owner.MemberCountAsync(travel));
        (await guest.Rest.PostAsync($"travels/{travel}/leave")).IsRefused(403, "not_member");
        Assert.Equal(2, (await guest.Rest.PostAsync($"travels/{travel}/join"))["memberCount"].GetInt32());
    }

    [Fact]
    public async Task Who_leaves_a_private_travel_does_not_find_it_any_more()
    {
        var (owner, travel) = await server.TravelAsync();
        var guest = await server.JoinTravelAsync(travel);
        await owner.Rest.PatchAsync($"travels/{travel}", new { visibility = "private" });

        Assert.Equal(200, (await guest.Rest.GetAsync($"travels/{travel}")).Status);
        Assert.Equal(200, (await guest.Rest.PostAsync($"travels/{travel}/join")).Status);
        Assert.Equal(204, (await guest.Rest.PostAsync($"travels/{travel}/leave")).Status);

        (await guest.Rest.GetAsync($"travels/{travel}")).IsRefused(404, "not_found");
        (await guest.Rest.PostAsync($"travels/{travel}/join")).IsRefused(404, "not_found");
        (await guest.Rest.PostAsync($"travels/{travel}/leave")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task The_owner_hands_over_before_he_leaves_and_alone_takes_the_travel_with_him()
    {
        var (owner, travel) = await server.TravelAsync();
        var guest = await server.JoinTravelAsync(travel);
        var planet = await owner.TravelPlanetAsync(travel);

        (await owner.Rest.PostAsync($"travels/{travel}/leave")).IsRefused(409, "conflict");
        await guest.Rest.PostAsync($"travels/{travel}/leave");
        Assert.Equal(204, (await owner.Rest.PostAsync($"travels/{travel}/leave")).Status);

        (await owner.Rest.GetAsync($"travels/{travel}")).IsRefused(404, "not_found");
        (await owner.Rest.GetAsync($"planets/{planet}")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Two_joins_at_once_are_counted_once()
    {
        var (owner, travel) = await server.TravelAsync();
        var guest = await server.RegisterAsync();

        var joins = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => guest.Rest.PostAsync($"travels/{travel}/join"))
        );

        Assert.All(joins, join => Assert.Equal((200, 2), (join.Status, join["memberCount"].GetInt32())));
        Assert.Equal(2, await owner.MemberCountAsync(travel));
        var leaves = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => guest.Rest.PostAsync($"travels/{travel}/leave"))
        );
        Assert.Single(leaves, leave => leave.Status == 204);
        Assert.Equal(1, await owner.MemberCountAsync(travel));
    }

    [Fact]
    public async Task The_count_of_members_is_right_after_any_sequence()
    {
        const int Seed = 20260501;
        var random = new Random(Seed);
        var (owner, travel) = await server.TravelAsync();
        var guests = new List<RestUser>();
        for (var guest = 0; guest < 6; guest++)
        {
            guests.Add(await server.RegisterAsync());
        }
        var id = Id(travel);

        for (var round = 0; round < 40; round++)
        {
            // What a round does at once, the database orders as it likes.
            await Task.WhenAll(
                Enumerable
                    .Range(0, 4)
                    .Select<int, Task>(_ =>
                    {
                        var guest = guests[random.Next(guests.Count)];
                        return random.Next(3) switch
                        {
                            0 => guest.Rest.PostAsync($"travels/{travel}/join"),
                            1 => guest.Rest.PostAsync($"travels/{travel}/leave"),
                            _ => Travels.AdmitAsync(
                                id,
                                Id(owner.Id),
                                [Id(guest.Id), Id(guests[random.Next(guests.Count)].Id)]
                            ),
                        };
                    })
            );
            var members = await owner.AllAsync($"travels/{travel}/members", "userId", 3);
            Assert.Equal(members.Count, await owner.MemberCountAsync(travel));
        }
    }

    [Fact]
    public async Task Members_come_page_by_page_for_those_who_take_part()
    {
        var (owner, travel) = await server.TravelAsync();
        List<RestUser> members = [owner];
        for (var guest = 0; guest < 4; guest++)
        {
            members.Add(await server.JoinTravelAsync(travel));
        }
        await members[2].Rest.PostAsync($"travels/{travel}/leave");
        var path = $"travels/{travel}/members";

        var seen = await members[1].AllAsync(path, "userId", 2);

        Assert.Equal(members.Where((_, index) => index != 2).Select(member => member.Id), seen);
        var first = (await owner.Rest.GetAsync($"{path}?limit=1")).Items[0];
        Assert.Equal("Somebody", first.GetProperty("displayName").GetString());
        Assert.EndsWith("Z", first.GetProperty("joinedAt").GetString());
        (await members[2].Rest.GetAsync(path)).IsRefused(403, "not_member");
        (await owner.Rest.GetAsync($"{path}?limit=101")).IsInvalid("limit");
        (await owner.Rest.GetAsync($"{path}?cursor=x")).IsInvalid("cursor");
        (await owner.Rest.GetAsync("travels/x/members")).IsInvalid("id");
    }

    [Fact]
    public async Task Users_are_admitted_to_a_private_travel_if_they_exist()
    {
        var (owner, travel) = await server.TravelAsync("private");
        var guest = await server.RegisterAsync();

        var admitted = await Travels.AdmitAsync(
            Id(travel),
            Id(owner.Id),
            [Id(guest.Id), Id(owner.Id), Id(guest.Id), new(42)]
        );

        Assert.Equal(2, admitted.MemberCount);
        Assert.Equal(2, (await guest.Rest.GetAsync($"travels/{travel}"))["memberCount"].GetInt32());
    }

    private static Snowflake Id(string id) => Snowflake.TryParse(id, out var parsed) ? parsed : default;
}
