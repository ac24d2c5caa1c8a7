using System.Globalization;
using Connecto.Bench.Processes;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Invites;
using Connecto.Planets;
using Connecto.Storage;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.Api;

public sealed class InviteTests(RestServer server) : IClassFixture<RestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_invite_lets_in_whoever_has_its_code_and_counts_him_once()
    {
        var (owner, planet) = await server.PlanetAsync();
        var guest = await server.RegisterAsync();

        var made = await owner.Rest.PostAsync($"planets/{planet}/invites", new { });
        var joined = await guest.Rest.PostAsync($"invites/{Code(made)}/accept");
        var again = await guest.Rest.PostAsync($"invites/{Code(made)}/accept");

        Assert.Equal(201, made.Status);
        Assert.Matches("^[0-9A-Za-z]{20}$", Code(made));
        Assert.Equal((planet, owner.Id), (made["planetId"].GetString(), made["createdBy"].GetString()));
        Assert.Equal(0, made["uses"].GetInt32());
        Assert.False(made.Body.TryGetProperty("maxUses", out _));
        var days = (made["expiresAt"].GetDateTimeOffset() - TimeProvider.System.GetUtcNow()).TotalDays;
        Assert.InRange(days, 6.9, 7);
        Assert.Equal((200, 2), (joined.Status, joined["memberCount"].GetInt32()));
        Assert.Equal((200, planet), (again.Status, again["id"].GetString()));
        Assert.Equal(1, Assert.Single(await ListAsync(owner, planet)).GetProperty("uses").GetInt32());
    }

    [Fact]
    public async Task An_invite_is_made_also_where_its_guest_cannot_be_told_now()
    {
        var (owner, planet) = await server.PlanetAsync();
        var guest = await server.RegisterAsync();

        // What the guest's sessions are cannot be read, so that he cannot be told.
        await ExecuteAsync("ALTER TABLE sessions RENAME TO sessions_away");
        RestAnswer made;
        try
        {
            made = await owner.Rest.PostAsync($"planets/{planet}/invites", new { userId = guest.Id });
        }
        finally
        {
            await ExecuteAsync("ALTER TABLE sessions_away RENAME TO sessions");
        }

        Assert.Equal(201, made.Status);
        Assert.Single(await ListAsync(owner, planet));
        var told = Assert.Single((await guest.Rest.GetAsync("me/notifications")).Items);
        Assert.Equal("invite", told.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Only_owners_and_admins_make_see_and_revoke_invites()
    {
        var (owner, planet) = await server.PlanetAsync();
        var (stranger, member) = (await server.RegisterAsync(), await server.RegisterAsync());
        var (otherOwner, _) = await server.PlanetAsync();
        var code = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { }));
        await member.Rest.PostAsync($"invites/{code}/accept");

        (await member.Rest.PostAsync($"planets/{planet}/invites", new { })).IsRefused(403, "forbidden");
        (await member.Rest.GetAsync($"planets/{planet}/invites")).IsRefused(403, "forbidden");
        foreach (var outsider in new[] { stranger, otherOwner })
        {
            (await outsider.Rest.PostAsync($"planets/{planet}/invites", new { })).IsRefused(404, "not_found");
            (await outsider.Rest.GetAsync($"planets/{planet}/invites")).IsRefused(404, "not_found");
            (await outsider.Rest.DeleteAsync($"invites/{code}")).IsRefused(404, "not_found");
        }
        (await member.Rest.DeleteAsync($"invites/{code}")).IsRefused(404, "not_found");
        (await server.Anonymous.PostAsync($"invites/{code}/accept")).IsRefused(401, "unauthenticated");

        await owner.Rest.PutAsync($"planets/{planet}/members/{member.Id}", new { role = "admin" });
        Assert.Equal(201, (await member.Rest.PostAsync($"planets/{planet}/invites", new { })).Status);
        Assert.Equal(2, (await ListAsync(member, planet)).Count);
        Assert.Equal(204, (await member.Rest.DeleteAsync($"invites/{code}")).Status);
        await owner.Rest.PutAsync($"planets/{planet}/members/{member.Id}", new { status = "banned" });
        var left = Assert.Single(await ListAsync(owner, planet)).GetProperty("code").GetString();
        (await member.Rest.DeleteAsync($"invites/{left}")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Nobody_is_invited_into_a_direct_planet()
    {
        var (one, other) = (await server.RegisterAsync(), await server.RegisterAsync());
        var direct = await CreateAsync(PlanetKind.Direct, null, one, other);

        (await one.Rest.PostAsync($"planets/{direct}/invites", new { })).IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task An_invite_that_is_none_any_more_is_not_found()
    {
        var (owner, planet) = await server.PlanetAsync();
        var guest = await server.RegisterAsync();
        var revoked = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { }));
        var expired = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { }));
        var used = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { maxUses = 1 }));
        await owner.Rest.DeleteAsync($"invites/{revoked}");
        await ExecuteAsync($"UPDATE invites SET expires_at = now() WHERE code = '{expired}'");
        await (await server.RegisterAsync()).Rest.PostAsync($"invites/{used}/accept");

        foreach (var code in new[] { revoked, expired, used, "unknown", new string('a', 20), "%27%20OR%20true" })
        {
            (await guest.Rest.PostAsync($"invites/{code}/accept")).IsRefused(404, "not_found");
        }
        (await owner.Rest.DeleteAsync($"invites/{revoked}")).IsRefused(404, "not_found");
        Assert.Empty(await ListAsync(owner, planet));
    }

    [Fact]
    public async Task An_invite_into_a_deleted_planet_is_not_found()
    {
        var (owner, planet) = await server.PlanetAsync();
        var guest = await server.RegisterAsync();
        var code = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { }));

        await server.Server.Planet(Id(planet)).Delete(Id(owner.Id));

        (await guest.Rest.PostAsync($"invites/{code}/accept")).IsRefused(404, "not_found");
        (await owner.Rest.DeleteAsync($"invites/{code}")).IsRefused(404, "not_found");
    }

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
        await ExecuteAsync($"UPDATE planets SET member_count = 10000 WHERE id = {planet}");
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
        Assert.Equal(5, await UsesAsync(code));
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
        Assert.Equal(1, await UsesAsync(code));
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
        await ExecuteAsync($"UPDATE planet_members SET status = 2 {member}");
        (await guest.Rest.PostAsync($"invites/{code}/accept")).IsRefused(403, "banned");
        Assert.Equal(0, await UsesAsync(code));

        await owner.Rest.PutAsync($"planets/{planet}/members/{guest.Id}", new { status = "active" });
        await ExecuteAsync($"UPDATE planet_members SET status = 2 {member}");
        Assert.Equal(200, (await guest.Rest.PostAsync($"invites/{code}/accept")).Status);
        Assert.Equal(0, await UsesAsync(code));
    }

    [Fact]
    public async Task A_deleted_user_neither_accepts_nor_is_invited()
    {
        var (owner, planet) = await server.PlanetAsync();
        var gone = await server.RegisterAsync();
        var code = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { maxUses = 1 }));
        await ExecuteAsync($"UPDATE users SET deleted_at = now() WHERE id = {gone.Id}");

        var desk = server.Server.Services.GetRequiredService<InviteDesk>();
        var refusal = await Assert.ThrowsAsync<ChatException>(() => desk.AcceptAsync(code, Id(gone.Id), Cancellation));
        Assert.Equal(ErrorCode.NotFound, refusal.Code);
        Assert.Equal(0, await UsesAsync(code));
        var invited = await owner.Rest.PostAsync($"planets/{planet}/invites", new { userId = gone.Id });
        invited.IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Accepting_into_a_planet_of_a_private_travel_makes_a_participant_of_it()
    {
        var (owner, guest) = (await server.RegisterAsync(), await server.RegisterAsync());
        var travel = server.Server.Services.GetRequiredService<SnowflakeGenerator>().Next();
        await ExecuteAsync(
            $"INSERT INTO travels (id, title, visibility, owner_id, member_count, created_at) VALUES ({travel}, 't', 1, {owner.Id}, 1, now())"
        );
        await ExecuteAsync(
            $"INSERT INTO travel_members (travel_id, user_id, joined_at) VALUES ({travel}, {owner.Id}, now())"
        );
        var planet = await CreateAsync(PlanetKind.Travel, travel, owner);
        var code = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { }));

        Assert.Equal(200, (await guest.Rest.PostAsync($"invites/{code}/accept")).Status);
        Assert.Equal(2L, await ScalarAsync($"SELECT member_count::bigint FROM travels WHERE id = {travel}"));
        await guest.Rest.PostAsync($"planets/{planet}/leave");
        Assert.Equal(200, (await guest.Rest.PostAsync($"invites/{code}/accept")).Status);
        Assert.Equal(2L, await ScalarAsync($"SELECT member_count::bigint FROM travels WHERE id = {travel}"));

        await ExecuteAsync($"UPDATE travels SET deleted_at = now() WHERE id = {travel}");
        var late = await server.RegisterAsync();
        (await late.Rest.PostAsync($"invites/{code}/accept")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Who_is_not_let_in_takes_no_part_in_the_private_travel_either()
    {
        var (owner, travel) = await server.TravelAsync("private");
        var guest = await server.RegisterAsync();
        var planet = await CreateAsync(PlanetKind.Travel, Id(travel), owner);
        var code = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { }));

        // The planet knows what the table does not say any more, as when a ban comes between the two.
        await guest.Rest.PostAsync($"invites/{code}/accept");
        await owner.Rest.PutAsync($"planets/{planet}/members/{guest.Id}", new { status = "banned" });
        await guest.Rest.PostAsync($"travels/{travel}/leave");
        await ExecuteAsync($"UPDATE planet_members SET status = 2 WHERE user_id = {guest.Id}");
        (await guest.Rest.PostAsync($"invites/{code}/accept")).IsRefused(403, "banned");
        Assert.Equal(1, await UsesAsync(code));
        Assert.Equal(1, await owner.MemberCountAsync(travel));
        (await guest.Rest.GetAsync($"travels/{travel}")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_planet_that_cannot_answer_uses_no_invite_and_lets_nobody_into_its_travel()
    {
        var (owner, travel) = await server.TravelAsync("private");
        var (guest, participant) = (await server.RegisterAsync(), await server.RegisterAsync());
        await ExecuteAsync(
            $"INSERT INTO travel_members (travel_id, user_id, joined_at) VALUES ({travel}, {participant.Id}, now())"
        );
        var planet = await CreateAsync(PlanetKind.Travel, Id(travel), owner);
        var code = new string('x', 20);
        await ExecuteAsync(
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

        Assert.Equal(0, await UsesAsync(code));
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

        await using var connection = await server.Database.OpenConnectionAsync(Cancellation);
        await using var deletion = await connection.BeginTransactionAsync(Cancellation);
        await using var delete = connection.CreateCommand();
        delete.CommandText = $"UPDATE users SET deleted_at = now() WHERE id = {guest.Id}";
        await delete.ExecuteNonQueryAsync(Cancellation);
        var accept = guest.Rest.PostAsync($"invites/{code}/accept");
        await Eventually.Holds(
            async () =>
                (long)
                    (
                        await ScalarAsync(
                            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
                        )
                    )! > 0,
            "the invite waits for the deletion",
            Cancellation
        );
        await deletion.CommitAsync(Cancellation);

        (await accept).IsRefused(404, "not_found");
        Assert.Equal(0, await UsesAsync(code));
    }

    [Fact]
    public async Task Who_is_invited_by_name_is_notified_unless_he_has_blocked_the_maker()
    {
        var (owner, planet) = await server.PlanetAsync();
        var (guest, blocker) = (await server.RegisterAsync(), await server.RegisterAsync());
        await ExecuteAsync($"INSERT INTO blocks VALUES ({blocker.Id}, {owner.Id}, now())");

        var made = await owner.Rest.PostAsync($"planets/{planet}/invites", new { userId = guest.Id });
        var untold = await owner.Rest.PostAsync($"planets/{planet}/invites", new { userId = blocker.Id });

        Assert.Equal((201, 201), (made.Status, untold.Status));
        var told = $"SELECT data ->> 'code' FROM notifications WHERE kind = 5 AND planet_id = {planet}";
        Assert.Equal(Code(made), await ScalarAsync($"{told} AND user_id = {guest.Id} AND actor_id = {owner.Id}"));
        Assert.Null(await ScalarAsync($"{told} AND user_id = {blocker.Id}"));
    }

    [Fact]
    public async Task A_planet_has_at_most_100_valid_invites_also_when_they_are_made_at_once()
    {
        var (owner, planet) = await server.PlanetAsync();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 104).Select(_ => owner.Rest.PostAsync($"planets/{planet}/invites", new { }))
        );

        Assert.Equal(100, answers.Count(answer => answer.Status == 201));
        Assert.All(answers.Where(answer => answer.Status != 201), answer => answer.IsRefused(409, "conflict"));
        var code = Code(answers.First(answer => answer.Status == 201));
        await ExecuteAsync($"UPDATE invites SET expires_at = now() WHERE code = '{code}'");
        Assert.Equal(201, (await owner.Rest.PostAsync($"planets/{planet}/invites", new { })).Status);
        Assert.Equal(100L, await ScalarAsync($"SELECT count(*) FROM invites WHERE planet_id = {planet}"));
    }

    [Fact]
    public async Task Invites_come_page_by_page_newest_first()
    {
        var (owner, planet) = await server.PlanetAsync();
        var made = new List<string>();
        for (var invite = 0; invite < 5; invite++)
        {
            made.Insert(0, Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { })));
        }

        var first = await owner.Rest.GetAsync($"planets/{planet}/invites?limit=3");
        var rest = await owner.Rest.GetAsync(
            $"planets/{planet}/invites?limit=3&cursor={first["nextCursor"].GetString()}"
        );

        Assert.Equal(made, first.Items.Concat(rest.Items).Select(item => item.GetProperty("code").GetString()));
        Assert.False(rest.Body.TryGetProperty("nextCursor", out _));
    }

    [Theory]
    [InlineData("""{"maxUses": 0}""", "maxUses")]
    [InlineData("""{"maxUses": 10001}""", "maxUses")]
    [InlineData("""{"maxUses": "5"}""", "maxUses")]
    [InlineData("""{"expiresAt": "2025-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("""{"expiresAt": "2999-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("""{"expiresAt": "tomorrow"}""", "expiresAt")]
    [InlineData("""{"userId": 5}""", "userId")]
    public async Task What_is_no_invite_is_named_by_its_field(string body, string field)
    {
        var (owner, planet) = await server.PlanetAsync();

        (await owner.Rest.PostRawAsync($"planets/{planet}/invites", body)).IsInvalid(field);
    }

    private static string Code(RestAnswer invite) => invite["code"].GetString()!;

    private static Snowflake Id(string text) => new(long.Parse(text, CultureInfo.InvariantCulture));

    private static async Task<IReadOnlyList<System.Text.Json.JsonElement>> ListAsync(RestUser user, string planet) =>
        (await user.Rest.GetAsync($"planets/{planet}/invites")).Items;

    private async Task<Snowflake> CreateAsync(PlanetKind kind, Snowflake? travel, params RestUser[] members)
    {
        var planets = server.Server.Services.GetRequiredService<PlanetStore>();
        Snowflake[] others = [.. members.Skip(1).Select(member => Id(member.Id))];
        var now = TimeProvider.System.GetUtcNow();
        return (await planets.CreateAsync(kind, travel, "planet", Id(members[0].Id), others, now, Cancellation)).Id;
    }

    private async Task<int> UsesAsync(string code) =>
        (int)(await ScalarAsync($"SELECT uses FROM invites WHERE code = '{code}'"))!;

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = server.Database.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancellation);
    }

    private Task<object?> ExecuteAsync(string sql) => ScalarAsync(sql);
}
