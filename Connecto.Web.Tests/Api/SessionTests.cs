using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

public sealed class SessionTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task A_refresh_token_works_once_and_its_successor_after_it()
    {
        var user = await server.RegisterAsync();

        var first = await RefreshAsync(user.RefreshToken);
        var second = await RefreshAsync(first["refreshToken"].GetString()!);

        Assert.Equal((200, 200), (first.Status, second.Status));
        Assert.Equal(200, (await server.Client(second["accessToken"].GetString()).GetAsync("me")).Status);
    }

    [Fact]
    public async Task A_second_use_ends_the_session_even_of_a_token_long_rotated_away()
    {
        var user = await server.RegisterAsync();
        var newest = user.RefreshToken;
        for (var rotation = 0; rotation < 3; rotation++)
        {
            newest = (await RefreshAsync(newest))["refreshToken"].GetString()!;
        }

        (await RefreshAsync(user.RefreshToken)).IsRefused(401, "unauthenticated");

        (await RefreshAsync(newest)).IsRefused(401, "unauthenticated");
        await IsOutAsync(user);
    }

    [Fact]
    public async Task Of_two_refreshes_at_once_one_wins_and_the_other_ends_the_session()
    {
        var user = await server.RegisterAsync();

        var answers = await Task.WhenAll(RefreshAsync(user.RefreshToken), RefreshAsync(user.RefreshToken));

        var winner = Assert.Single(answers, answer => answer.Status == 200);
        Assert.Single(answers, answer => answer.Status == 401);
        (await RefreshAsync(winner["refreshToken"].GetString()!)).IsRefused(401, "unauthenticated");
    }

    [Fact]
    public async Task A_made_up_refresh_token_ends_nothing()
    {
        var user = await server.RegisterAsync();
        var forged = user.RefreshToken[..^4] + (user.RefreshToken[^4] == 'A' ? "BBBB" : "AAAA");

        (await RefreshAsync(forged)).IsRefused(401, "unauthenticated");
        (await RefreshAsync("nonsense")).IsRefused(401, "unauthenticated");
        (await server.Anonymous.PostAsync("auth/refresh", new { })).IsInvalid("refreshToken");

        Assert.Equal(200, (await RefreshAsync(user.RefreshToken)).Status);
    }

    [Fact]
    public async Task Logging_out_ends_this_session_and_no_other()
    {
        var user = await server.RegisterAsync();
        var other = await server.LoginAsync(user.Email, "password");

        Assert.Equal(204, (await user.Rest.PostAsync("auth/logout")).Status);

        await IsOutAsync(user);
        (await RefreshAsync(user.RefreshToken)).IsRefused(401, "unauthenticated");
        Assert.Equal(200, (await other.Rest.GetAsync("me")).Status);
    }

    [Fact]
    public async Task A_new_password_ends_every_session_and_is_the_one_that_counts()
    {
        var user = await server.RegisterAsync();
        var other = await server.LoginAsync(user.Email, "password");

        (
            await user.Rest.PostAsync("me/password", new { currentPassword = "wrong", newPassword = "new password" })
        ).IsInvalid("currentPassword");
        var changed = await user.Rest.PostAsync(
            "me/password",
            new { currentPassword = "password", newPassword = "new password" }
        );

        Assert.Equal(204, changed.Status);
        await IsOutAsync(user);
        await IsOutAsync(other);
        var old = await server.Anonymous.PostAsync("auth/login", new { email = user.Email, password = "password" });
        old.IsRefused(401, "unauthenticated");
        await server.LoginAsync(user.Email, "new password");
    }

    [Fact]
    public async Task Sessions_are_listed_page_by_page_and_can_be_ended_one_by_one()
    {
        var user = await server.RegisterAsync();
        var other = await server.LoginAsync(user.Email, "password");

        var first = await user.Rest.GetAsync("me/sessions?limit=1");
        var rest = await user.Rest.GetAsync($"me/sessions?limit=1&cursor={first["nextCursor"].GetString()}");

        var ended = Assert.Single(first.Items);
        Assert.False(ended.GetProperty("current").GetBoolean());
        Assert.Equal("127.0.0.1", ended.GetProperty("address").GetString());
        Assert.True(Assert.Single(rest.Items).GetProperty("current").GetBoolean());
        Assert.False(rest.Body.TryGetProperty("nextCursor", out _));
        var path = $"me/sessions/{ended.GetProperty("id").GetString()}";
        Assert.Equal(204, (await user.Rest.DeleteAsync(path)).Status);
        await IsOutAsync(other);
        (await user.Rest.DeleteAsync(path)).IsRefused(404, "not_found");
        Assert.Equal(200, (await user.Rest.GetAsync("me")).Status);
    }

    [Fact]
    public async Task Nobody_ends_somebody_elses_session()
    {
        var (user, other) = (await server.RegisterAsync(), await server.RegisterAsync());
        var session = Assert.Single((await user.Rest.GetAsync("me/sessions")).Items).GetProperty("id").GetString();

        (await other.Rest.DeleteAsync($"me/sessions/{session}")).IsRefused(404, "not_found");

        Assert.Equal(200, (await RefreshAsync(user.RefreshToken)).Status);
    }

    [Fact]
    public async Task Tokens_that_are_forged_expired_or_of_no_session_are_refused()
    {
        var user = await server.RegisterAsync();
        var expired = await server.Server.UserAsync(TimeSpan.FromSeconds(-1));

        (await server.Anonymous.GetAsync("me")).IsRefused(401, "unauthenticated");
        (await server.Client("x" + user.AccessToken).GetAsync("me")).IsRefused(401, "unauthenticated");
        (await server.Client(user.RefreshToken).GetAsync("me")).IsRefused(401, "unauthenticated");
        (await server.Client(expired.Token).GetAsync("me")).IsRefused(401, "unauthenticated");
        (await server.Anonymous.GetAsync($"me?access_token={user.AccessToken}")).IsRefused(401, "unauthenticated");
    }

    private Task<RestAnswer> RefreshAsync(string refreshToken) =>
        server.Anonymous.PostAsync("auth/refresh", new { refreshToken });

    /// <summary>Access ends within a second, so the first refusal is waited for.</summary>
    private static async Task IsOutAsync(RestUser user)
    {
        var answer = await user.Rest.GetAsync("me");
        while (answer.Status == 200)
        {
            await Task.Yield();
            answer = await user.Rest.GetAsync("me");
        }
        answer.IsRefused(401, "unauthenticated");
    }
}
