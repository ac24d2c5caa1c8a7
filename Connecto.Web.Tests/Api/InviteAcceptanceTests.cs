using Connecto.Bench.Processes;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Invites;
using Connecto.Planets;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static Connecto.Web.Tests.Api.InviteCalls;

namespace Connecto.Web.Tests.Api;

/// <summary>Who comes in by an invite, and who does not.</summary>
public sealed class InviteAcceptanceTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task Who_was_removed_or_left_comes_back_by_an_invite_and_who_is_banned_does_not()
    {
        var (owner, planet) = await server.PlanetAsync();
        var guest = await server.RegisterAsync();
        var members = $"planets/{planet}/members/{guest.Id}";
        var code = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { }));
        await guest.Rest.PostAsync($"invites/{code}/accept");

        await owner.Rest.DeleteAsync(members);
        Assert.Equal(200, (await guest.Rest.PostAsync($"invites/{code}/accept")).Status);
        await guest.Rest.PostAsync($"planets/{planet}/leave");
        Assert.Equal(200, (await guest.Rest.PostAsync($"invites/{code}/accept")).Status);
        await owner.Rest.PutAsync(members, new { status = "banned" });
        (await guest.Rest.PostAsync($"invites/{code}/accept")).IsRefused(403, "banned");

        Assert.Equal(3, Assert.Single(await ListAsync(owner, planet)).GetProperty("uses").GetInt32());
    }

    [Fact]
    public async Task An_archived_planet_takes_guests_and_a_full_one_does_not()
    {
        var (owner, planet) = await server.PlanetAsync();
        var (guest, late) = (await server.RegisterAsync(), await server.RegisterAsync());
        var code = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { }));
        await owner.Rest.PatchAsync($"planets/{planet}", new { archived = true });

        Assert.Equal(200, (await guest.Rest.PostAsync($"invites/{code}/accept")).Status);
        await server.ValueAsync($"UPDATE planets SET member_count = 10000 WHERE id = {planet}");
        (await late.Rest.PostAsync($"invites/{code}/accept")).IsRefused(409, "conflict");
        Assert.Equal(200, (await guest.Rest.PostAsync($"invites/{code}/accept")).Status);
        Assert.Equal(1, Assert.Single(await ListAsync(owner, planet)).GetProperty("uses").GetInt32());
    }

    [Fact]
    public async Task Of_50_who_accept_at_once_an_invite_for_5_exactly_5_come_in()
    {
        var (owner, planet) = await server.PlanetAsync();
        var code = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { maxUses = 5 }));
        var guests = new List<RestClient>();
        for (var guest = 0; guest < 50; guest++)
        {
            guests.Add(server.Client((await server.Server.UserAsync()).Token));
        }

        var answers = await Task.WhenAll(guests.Select(guest => guest.PostAsync($"invites/{code}/accept")));

        Assert.Equal(5, answers.Count(answer => answer.Status == 200));
        Assert.All(answers.Where(answer => answer.Status != 200), answer => answer.IsRefused(404, "not_found"));
        Assert.Equal(6, (await owner.Rest.GetAsync($"planets/{planet}"))["memberCount"].GetInt32());
        Assert.Equal(5, await server.UsesAsync(code));
    }

    [Fact]
    public async Task Who_accepts_many_times_at_once_uses_an_invite_once()
    {
        var (owner, planet) = await server.PlanetAsync();
        var guest = await server.RegisterAsync();
        var code = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { maxUses = 20 }));

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => guest.Rest.PostAsync($"invites/{code}/accept"))
        );

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(1, await server.UsesAsync(code));
    }

    [Fact]
    public async Task A_use_that_lets_nobody_in_is_given_back()
    {
        var (owner, planet) = await server.PlanetAsync();
        var guest = await server.RegisterAsync();
        var member = $"WHERE planet_id = {planet} AND user_id = {guest.Id}";
        var code = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { maxUses = 1 }));

        // The planet knows what the table does not say any more, as when a ban comes between the two.
        await owner.Rest.PutAsync($"planets/{planet}/members/{guest.Id}", new { status = "banned" });
        await server.ValueAsync($"UPDATE planet_members SET status = 2 {member}");
        (await guest.Rest.PostAsync($"invites/{code}/accept")).IsRefused(403, "banned");
        Assert.Equal(0, await server.UsesAsync(code));

        await owner.Rest.PutAsync($"planets/{planet}/members/{guest.Id}", new { status = "active" });
        await server.ValueAsync($"UPDATE planet_members SET status = 2 {member}");
        Assert.Equal(200, (await guest.Rest.PostAsync($"invites/{code}/accept")).Status);
        Assert.Equal(0, await server.UsesAsync(code));
    }

    [Fact]
    public async Task A_deleted_user_neither_accepts_nor_is_invited()
    {
        var (owner, planet) = await server.PlanetAsync();
        var gone = await server.RegisterAsync();
        var code = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { maxUses = 1 }));
        await server.ValueAsync($"UPDATE users SET deleted_at = now() WHERE id = {gone.Id}");

        var desk = server.Server.Services.GetRequiredService<InviteDesk>();
        var refusal = await Assert.ThrowsAsync<ChatException>(() => desk.AcceptAsync(code, Id(gone.Id)));
        Assert.Equal(ErrorCode.NotFound, refusal.Code);
        Assert.Equal(0, await server.UsesAsync(code));
        var invited = await owner.Rest.PostAsync($"planets/{planet}/invites", new { userId = gone.Id });
        invited.IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Accepting_into_a_planet_of_a_private_travel_makes_a_participant_of_it()
    {
        var (owner, guest) = (await server.RegisterAsync(), await server.RegisterAsync());
        var travel = server.Server.Services.GetRequiredService<SnowflakeGenerator>().Next();
        await server.ValueAsync(
            $"INSERT INTO travels (id, title, visibility, owner_id, member_count, created_at) VALUES ({travel}, 't', 1, {owner.Id}, 1, now())"
        );
        await server.ValueAsync(
            $"INSERT INTO travel_members (travel_id, user_id, joined_at) VALUES ({travel}, {owner.Id}, now())"
        );
        var planet = await server.CreateAsync(PlanetKind.Travel, travel, owner);
        var code = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { }));

        Assert.Equal(200, (await guest.Rest.PostAsync($"invites/{code}/accept")).Status);
        Assert.Equal(2L, await server.ValueAsync($"SELECT member_count::bigint FROM travels WHERE id = {travel}"));
        await guest.Rest.PostAsync($"planets/{planet}/leave");
        Assert.Equal(200, (await guest.Rest.PostAsync($"invites/{code}/accept")).Status);
        Assert.Equal(2L, await server.ValueAsync($"SELECT member_count::bigint FROM travels WHERE id = {travel}"));

        await server.ValueAsync($"UPDATE travels SET deleted_at = now() WHERE id = {travel}");
        var late = await server.RegisterAsync();
        (await late.Rest.PostAsync($"invites/{code}/accept")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Who_is_not_let_in_takes_no_part_in_the_private_travel_either()
    {
        var (owner, travel) = await server.TravelAsync("private");
        var guest = await server.RegisterAsync();
        var planet = await server.CreateAsync(PlanetKind.Travel, Id(travel), owner);
        var code = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { }));

        // The planet knows what the table does not say any more, as when a ban comes between the two.
        await guest.Rest.PostAsync($"invites/{code}/accept");
        await owner.Rest.PutAsync($"planets/{planet}/members/{guest.Id}", new { status = "banned" });
        await guest.Rest.PostAsync($"travels/{travel}/leave");
        await server.ValueAsync($"UPDATE planet_members SET status = 2 WHERE user_id = {guest.Id}");
        (await guest.Rest.PostAsync($"invites/{code}/accept")).IsRefused(403, "banned");
        Assert.Equal(1, await server.UsesAsync(code));
        Assert.Equal(1, await owner.MemberCountAsync(travel));
        (await guest.Rest.GetAsync($"travels/{travel}")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_planet_that_cannot_answer_uses_no_invite_and_lets_nobody_into_its_travel()
    {
        var (owner, travel) = await server.TravelAsync("private");
        var (guest, participant) = (await server.RegisterAsync(), await server.RegisterAsync());
        await server.ValueAsync(
            $"INSERT INTO travel_members (travel_id, user_id, joined_at) VALUES ({travel}, {participant.Id}, now())"
        );
        var planet = await server.CreateAsync(PlanetKind.Travel, Id(travel), owner);
        var code = new string('x', 20);
        await server.ValueAsync(
            $"""
            INSERT INTO invites (id, code, planet_id, created_by, expires_at)
            VALUES ({planet}, '{code}', {planet}, {owner.Id}, now() + interval '1 day')
            """
        );

        await using (await BrokenPlanet.BreakAsync(server.Database, planet.ToString()))
        {
            (await guest.Rest.PostAsync($"invites/{code}/accept")).IsRefused(503, "unavailable");
            (await participant.Rest.PostAsync($"invites/{code}/accept")).IsRefused(503, "unavailable");
        }

        Assert.Equal(0, await server.UsesAsync(code));
        Assert.Equal(1, await owner.MemberCountAsync(travel));
        (await guest.Rest.GetAsync($"travels/{travel}")).IsRefused(404, "not_found");
        Assert.Equal(200, (await participant.Rest.GetAsync($"travels/{travel}")).Status);
        Assert.Equal(200, (await guest.Rest.PostAsync($"invites/{code}/accept")).Status);
        Assert.Equal(2, await owner.MemberCountAsync(travel));
    }

    [Fact]
    public async Task Who_deletes_his_account_while_he_accepts_does_not_come_in()
    {
        var (owner, planet) = await server.PlanetAsync();
        var guest = await server.RegisterAsync();
        var code = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { }));

        await using var deletion = await PostgresHold.TakeAsync(
            server.Database,
            $"UPDATE users SET deleted_at = now() WHERE id = {guest.Id}"
        );
        var accept = guest.Rest.PostAsync($"invites/{code}/accept");
        await deletion.IsWaitedForAsync();
        await deletion.CommitAsync();

        (await accept).IsRefused(404, "not_found");
        Assert.Equal(0, await server.UsesAsync(code));
    }
}
