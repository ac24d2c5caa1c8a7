using Connecto.Bench.Clients;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Tests.Support;
using Connecto.Web.Auth;
using Connecto.Web.Chat;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.Chat;

public sealed class TypingTests(ChatServer server) : IClassFixture<ChatServer>
{
    [Fact]
    public async Task The_others_hear_who_is_typing_and_the_typist_and_light_subscribers_do_not()
    {
        var (typist, reader) = (await server.UserAsync(), await server.UserAsync());
        var planet = await server.PlanetAsync(typist, reader);
        await using var own = await typist.ConnectAsync();
        await using var others = await reader.ConnectAsync();
        await using var light = await reader.ConnectAsync();
        await own.SubscribeAsync(planet);
        await others.SubscribeAsync(planet);
        await light.SubscribeHeadAsync(planet);

        await own.TypingAsync(planet);

        var typing = await others.NextAsync("typing");
        Assert.Equal($$"""{"planetId":"{{planet}}","userIds":["{{typist.Id}}"]}""", typing.GetRawText());
        // What comes after it has come: it was told to nobody else before.
        await own.SendAsync(planet, "done");
        await own.EventsAsync(planet, 1);
        await light.NextAsync("head");
        Assert.Empty(own.Of("typing"));
        Assert.Empty(light.Of("typing"));
    }

    [Fact]
    public async Task Several_typists_come_together_and_each_hears_of_the_others_only()
    {
        var (first, second, reader) = (await server.UserAsync(), await server.UserAsync(), await server.UserAsync());
        var planet = await server.PlanetAsync(first, second, reader);
        await using var one = await first.ConnectAsync();
        await using var two = await second.ConnectAsync();
        await using var three = await reader.ConnectAsync();
        foreach (var client in new[] { one, two, three })
        {
            await client.SubscribeAsync(planet);
        }

        await Task.WhenAll(one.TypingAsync(planet), two.TypingAsync(planet));

        await three.UntilAsync(() => Typists(three).IsSupersetOf([first.Id.ToString(), second.Id.ToString()]));
        await one.NextAsync("typing");
        await two.NextAsync("typing");
        Assert.Equal([second.Id.ToString()], Typists(one));
        Assert.Equal([first.Id.ToString()], Typists(two));
    }

    [Fact]
    public async Task Across_a_block_nobody_is_heard()
    {
        var (typist, blocked, reader) = (await server.UserAsync(), await server.UserAsync(), await server.UserAsync());
        var planet = await server.PlanetAsync(typist, blocked, reader);
        await using var own = await typist.ConnectAsync();
        await using var hidden = await blocked.ConnectAsync();
        await using var others = await reader.ConnectAsync();
        await hidden.SubscribeAsync(planet);
        await others.SubscribeAsync(planet);
        foreach (var connection in server.Services.GetRequiredService<UserTable>().Connections(blocked.Id))
        {
            connection.Hide([typist.Id]);
        }

        await own.TypingAsync(planet);
        await others.NextAsync("typing");
        await typist.SendAsync(planet, "done");

        await hidden.EventsAsync(planet, 1);
        Assert.Empty(hidden.Of("typing"));
    }

    [Fact]
    public async Task Who_may_not_send_may_not_type()
    {
        var (owner, muted, outsider) = (await server.UserAsync(), await server.UserAsync(), await server.UserAsync());
        var planet = await server.PlanetAsync(owner, muted);
        var until = TimeProvider.System.GetUtcNow().AddHours(1);
        await server.Planet(planet).SetMember(owner.Id, muted.Id, new MemberPatch(null, null, until));
        await using var muting = await muted.ConnectAsync();
        await using var outside = await outsider.ConnectAsync();
        await using var own = await owner.ConnectAsync();

        Assert.Equal("muted", await RefusalAsync(muting, planet));
        // An outsider is told what he is told of any other call.
        var sending = await Assert.ThrowsAsync<HubRefusedException>(() => outside.SendAsync(planet, "hello"));
        Assert.Equal(sending.Code, await RefusalAsync(outside, planet));
        Assert.Equal("not_found", await RefusalAsync(outside, new Snowflake(12345)));
        await server.Planet(planet).Set(owner.Id, new PlanetPatch(null, true, null, null));
        Assert.Equal("forbidden", await RefusalAsync(own, planet));
    }

    [Fact]
    public void One_user_s_word_passes_once_a_second_for_each_planet()
    {
        var time = new AdvancingTime();
        var gate = new TypingGate(time);
        var (user, someone) = (Caller(1), Caller(3));
        var (planet, other) = (new Snowflake(2), new Snowflake(3));

        Assert.True(gate.Passes(user, planet));
        Assert.False(gate.Passes(user, planet));
        Assert.True(gate.Passes(user, other));
        Assert.True(gate.Passes(someone, planet));
        time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(gate.Passes(user, planet));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(gate.Passes(user, planet));
        Assert.False(gate.Passes(user, planet));
        time.Advance(TimeSpan.FromHours(1));
        Assert.True(gate.Passes(user, planet));
    }

    [Fact]
    public async Task Who_types_in_many_planets_at_once_is_refused_and_nobody_else()
    {
        var (typist, other) = (await server.UserAsync(isUnlimited: false), await server.UserAsync(isUnlimited: false));
        var planet = await server.PlanetAsync(other);
        await using var client = await typist.ConnectAsync();
        await using var second = await other.ConnectAsync();

        var calls = Enumerable
            .Range(1, 10 * TypingGate.MostPlanets)
            .Select(i => RefusalAsync(client, new Snowflake(i)));
        var codes = await Task.WhenAll(calls);

        Assert.Contains("rate_limited", codes);
        Assert.All(codes, code => Assert.Contains(code, new[] { "not_found", "rate_limited" }));
        await second.TypingAsync(planet);
    }

    [Fact]
    public void One_user_types_in_ten_planets_a_second_and_others_as_before()
    {
        var time = new AdvancingTime();
        var gate = new TypingGate(time);
        var (user, other) = (Caller(1), Caller(2));

        for (var i = 1; i <= TypingGate.MostPlanets; i++)
        {
            Assert.True(gate.Passes(user, new Snowflake(i)));
            time.Advance(TimeSpan.FromMilliseconds(50));
        }

        var refusal = Assert.Throws<ChatException>(() => gate.Passes(user, new Snowflake(11)));
        Assert.Equal((ErrorCode.RateLimited, TimeSpan.FromMilliseconds(500)), (refusal.Code, refusal.RetryAfter));
        Assert.False(gate.Passes(user, new Snowflake(1)));
        Assert.True(gate.Passes(other, new Snowflake(11)));
        time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.True(gate.Passes(user, new Snowflake(11)));
        Assert.Throws<ChatException>(() => gate.Passes(user, new Snowflake(12)));
    }

    [Fact]
    public void Who_has_no_limits_types_everywhere_and_no_more_is_remembered_of_him()
    {
        var time = new AdvancingTime();
        var gate = new TypingGate(time);
        var bot = Caller(1) with { Unlimited = true };

        for (var i = 1; i <= 10 * TypingGate.MostPlanets; i++)
        {
            Assert.True(gate.Passes(bot, new Snowflake(i)));
        }

        Assert.Equal(TypingGate.MostPlanets, gate.Known);
        time.Advance(TimeSpan.FromSeconds(2));
        gate.Passes(Caller(2), new Snowflake(1));
        time.Advance(TimeSpan.FromSeconds(2));
        gate.Passes(Caller(2), new Snowflake(1));
        Assert.Equal(1, gate.Known);
    }

    private static Caller Caller(long userId) => new(new Snowflake(userId), new Snowflake(userId), Unlimited: false);

    private static async Task<string?> RefusalAsync(HubClient client, Snowflake planet) =>
        (await Assert.ThrowsAsync<HubRefusedException>(() => client.TypingAsync(planet))).Code;

    private static HashSet<string?> Typists(HubClient client) =>
        [
            .. client
                .Of("typing")
                .SelectMany(typing => typing.GetProperty("userIds").EnumerateArray())
                .Select(userId => userId.GetString()),
        ];
}
