using Connecto.Bench.Processes;
using Connecto.Jobs;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

/// <summary>Access to a travel's planets ends with the commit of the leaving, whatever dies after it.</summary>
public sealed class LeftTravelTests(RestServer server) : IClassFixture<RestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_left_a_travel_has_no_access_although_its_job_has_not_run_and_the_sweep_finishes_it()
    {
        var (owner, travel) = await server.TravelAsync();
        var member = await server.JoinTravelAsync(travel);
        // Made, but not activated: nobody has asked for them yet.
        var (opened, untouched) = (await member.TravelPlanetAsync(travel), await member.TravelPlanetAsync(travel));
        await AddMemberOnlyAsync(opened, owner.Id);

        await server.LeaveTravelOnlyAsync(travel, member.Id);

        (await member.Rest.GetAsync($"planets/{opened}")).IsRefused(403, "not_member");
        (await SendAsync(member, opened)).IsRefused(403, "not_member");
        (await member.Rest.GetAsync($"planets/{opened}/changes?sinceRev=1")).IsRefused(403, "not_member");
        await using var hub = await HubClient.ConnectAsync(server.Server.Address, member.AccessToken);
        var answer = await hub.InvokeAsync("Subscribe", (object)new[] { new { planetId = opened, sinceRev = 1 } });
        Assert.Equal("denied", answer[0].GetProperty("state").GetString());
        Assert.Equal("not_member", answer[0].GetProperty("code").GetString());
        var heir = Assert.Single((await owner.Rest.GetAsync($"planets/{opened}/members")).Items);
        Assert.Equal(
            (owner.Id, "owner"),
            (heir.GetProperty("userId").GetString(), heir.GetProperty("role").GetString())
        );

        await Eventually.Holds(
            async () => await CountAsync($"jobs WHERE travel_id = {travel}") == 0,
            "the sweep takes up the job",
            Cancellation
        );
        Assert.Equal(
            0,
            await CountAsync(
                $"planet_members WHERE planet_id IN ({opened}, {untouched}) AND user_id = {member.Id} AND status = 0"
            )
        );
        Assert.Equal(1, await CountAsync($"planets WHERE id = {opened} AND member_count = 1"));
        Assert.Equal(1, await CountAsync($"planets WHERE id = {untouched} AND member_count = 0"));
    }

    [Fact]
    public async Task Who_leaves_the_travel_while_he_joins_its_planet_is_not_in_it()
    {
        var (owner, travel) = await server.TravelAsync();
        var member = await server.JoinTravelAsync(travel);
        var planet = await owner.TravelPlanetAsync(travel);
        await owner.Rest.GetAsync($"planets/{planet}");

        // The batch of the joining waits for this lock, when it has been seen that he takes part.
        await using var holding = await PostgresHold.TakeAsync(
            server.Database,
            $"SELECT FROM planets WHERE id = {planet} FOR UPDATE"
        );
        var join = member.Rest.PostAsync($"planets/{planet}/join");
        await holding.IsWaitedForAsync();
        Assert.Equal(204, (await member.Rest.PostAsync($"travels/{travel}/leave")).Status);
        await holding.CommitAsync();

        (await join).IsRefused(403, "not_member");
        Assert.Equal(1, (await owner.Rest.GetAsync($"planets/{planet}"))["memberCount"].GetInt32());
    }

    [Fact]
    public async Task A_planet_that_is_made_while_its_travel_is_deleted_is_not_left_over()
    {
        var (_, travel) = await server.TravelAsync();
        var member = await server.JoinTravelAsync(travel);

        await using var deletion = await PostgresHold.TakeAsync(
            server.Database,
            $"UPDATE travels SET deleted_at = now() WHERE id = {travel}"
        );
        var made = member.Rest.PostAsync($"travels/{travel}/planets", new { name = "late" });
        await deletion.IsWaitedForAsync();
        await deletion.CommitAsync();

        (await made).IsRefused(404, "not_found");
        Assert.Equal(0, await CountAsync($"planets WHERE travel_id = {travel}"));
    }

    [Fact]
    public async Task A_planet_that_cannot_answer_holds_up_no_other()
    {
        var (_, travel) = await server.TravelAsync();
        var member = await server.JoinTravelAsync(travel);
        var planets = new List<string>();
        for (var planet = 0; planet < 20; planet++)
        {
            planets.Add(await member.TravelPlanetAsync(travel));
        }

        await using (await BrokenPlanet.BreakAsync(server.Database, planets[0]))
        {
            Assert.Equal(204, (await member.Rest.PostAsync($"travels/{travel}/leave")).Status);
            Assert.Equal(1, await CountAsync($"planet_members WHERE user_id = {member.Id} AND status = 0"));
            Assert.Equal(1, await CountAsync($"jobs WHERE travel_id = {travel}"));
        }

        await Eventually.Holds(
            async () => await CountAsync($"jobs WHERE travel_id = {travel}") == 0,
            "the sweep takes up the job",
            Cancellation
        );
        Assert.Equal(0, await CountAsync($"planet_members WHERE user_id = {member.Id} AND status = 0"));
    }

    [Fact]
    public async Task Who_came_back_is_not_thrown_out_by_the_job_of_his_leaving()
    {
        var (_, travel) = await server.TravelAsync();
        var member = await server.JoinTravelAsync(travel);
        var planet = await member.TravelPlanetAsync(travel);
        await server.LeaveTravelOnlyAsync(travel, member.Id);
        (await member.Rest.GetAsync($"planets/{planet}")).IsRefused(403, "not_member");
        await Eventually.Holds(
            async () => await CountAsync($"planet_members WHERE user_id = {member.Id} AND status = 1") == 1,
            "the planet ends his membership",
            Cancellation
        );

        Assert.Equal(200, (await member.Rest.PostAsync($"travels/{travel}/join")).Status);
        Assert.Equal(200, (await member.Rest.PostAsync($"planets/{planet}/join")).Status);
        await server.Server.Grains.GetGrain<IJobGrain>(long.Parse(member.Id, null)).Run();

        Assert.Equal(200, (await member.Rest.GetAsync($"planets/{planet}")).Status);
        Assert.Equal(0, await CountAsync($"jobs WHERE travel_id = {travel}"));
    }

    [Fact]
    public async Task The_inbox_of_who_left_shows_none_of_its_planets_although_its_job_has_not_run()
    {
        var (_, travel) = await server.TravelAsync();
        var member = await server.JoinTravelAsync(travel);
        await member.TravelPlanetAsync(travel);
        var group = await member.Rest.PostAsync("planets", new { name = "A group" });
        Assert.Equal(2, (await member.Rest.GetAsync("me/planets")).Items.Count);

        await server.LeaveTravelOnlyAsync(travel, member.Id);

        var left = Assert.Single((await member.Rest.GetAsync("me/planets")).Items);
        Assert.Equal(group["id"].GetString(), left.GetProperty("planet").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Who_deletes_his_account_while_he_joins_a_travel_takes_no_part_in_it()
    {
        var (_, travel) = await server.TravelAsync();
        var user = await server.RegisterAsync();

        await using var deletion = await PostgresHold.TakeAsync(
            server.Database,
            $"UPDATE users SET deleted_at = now() WHERE id = {user.Id}"
        );
        var join = user.Rest.PostAsync($"travels/{travel}/join");
        await deletion.IsWaitedForAsync();
        await deletion.CommitAsync();

        await join;
        Assert.Equal(0, await CountAsync($"travel_members WHERE user_id = {user.Id}"));
    }

    private async Task<long> CountAsync(string rows) =>
        (long)(await server.ValueAsync($"SELECT count(*) FROM {rows}"))!;

    // By its row alone, so that the planet is not activated by it.
    private async Task AddMemberOnlyAsync(string planet, string user)
    {
        await server.ValueAsync(
            $"""
            INSERT INTO planet_members
                (planet_id, user_id, role, status, joined_at, joined_seq, joined_rev, last_read_seq)
            VALUES ({planet}, {user}, 0, 0, now(), 0, 1, 0)
            """
        );
        await server.ValueAsync($"UPDATE planets SET member_count = member_count + 1 WHERE id = {planet}");
    }

    private static Task<RestAnswer> SendAsync(RestUser user, string planet) =>
        user.Rest.PostAsync(
            $"planets/{planet}/messages",
            new { clientMessageId = Guid.NewGuid().ToString("N"), text = "hello" }
        );
}
