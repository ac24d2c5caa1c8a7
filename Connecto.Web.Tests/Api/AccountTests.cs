using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

public sealed class AccountTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task Who_registers_is_logged_in_and_sees_himself()
    {
        var email = $"{Guid.NewGuid():N}@Example.com";
        var body = new
        {
            email,
            password = "password",
            displayName = "  김철수 🙂 ",
        };

        var grant = await server.Anonymous.PostAsync("auth/register", body);

        Assert.Equal(201, grant.Status);
        Assert.Equal(900, grant["expiresIn"].GetInt32());
        var user = RestUser.From(server, email, grant.Body);
        var me = await user.Rest.GetAsync("me");
        Assert.Equal(user.Id, me["id"].GetString());
        Assert.Equal("김철수 🙂", me["displayName"].GetString());
        Assert.Equal(email, me["email"].GetString());
        Assert.Empty(me["roles"].EnumerateArray());
        Assert.EndsWith("Z", me["createdAt"].GetString());
    }

    [Fact]
    public async Task Others_see_a_name_but_no_address()
    {
        var (somebody, other) = (await server.RegisterAsync(), await server.RegisterAsync());

        var seen = await other.Rest.GetAsync($"users/{somebody.Id}");

        Assert.Equal("Somebody", seen["displayName"].GetString());
        Assert.False(seen.Body.TryGetProperty("email", out _));
    }

    [Fact]
    public async Task An_address_is_taken_whatever_its_case()
    {
        var user = await server.RegisterAsync();
        var email = user.Email.ToUpperInvariant();

        var second = await server.Anonymous.PostAsync(
            "auth/register",
            new
            {
                email,
                password = "password",
                displayName = "Twin",
            }
        );

        second.IsRefused(409, "conflict");
        Assert.Equal(user.Id, (await server.LoginAsync(email, "password")).Id);
    }

    [Fact]
    public async Task Two_registrations_of_one_address_at_once_make_one_account()
    {
        var body = new
        {
            email = $"{Guid.NewGuid():N}@example.com",
            password = "password",
            displayName = "Twin",
        };

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => server.Anonymous.PostAsync("auth/register", body))
        );

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.Equal(7, answers.Count(answer => answer.Status == 409));
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_are_answered_alike()
    {
        var user = await server.RegisterAsync();

        var known = await server.Anonymous.PostAsync(
            "auth/login",
            new { email = user.Email, password = "not this one" }
        );
        var unknown = await server.Anonymous.PostAsync(
            "auth/login",
            new { email = "nobody@example.com", password = "password" }
        );

        known.IsRefused(401, "unauthenticated");
        unknown.IsRefused(401, "unauthenticated");
        Assert.Equal(known["detail"].GetString(), unknown["detail"].GetString());
    }

    [Theory]
    [InlineData("no address", "password", "name", "email")]
    [InlineData("a@b@c", "password", "name", "email")]
    [InlineData("a b@c.d", "password", "name", "email")]
    [InlineData("a\0@c.d", "password", "name", "email")]
    [InlineData(null, "password", "name", "email")]
    [InlineData("a@example.com", "1234567", "name", "password")]
    [InlineData("a@example.com", null, "name", "password")]
    [InlineData("a@example.com", "password", "   ", "displayName")]
    [InlineData("a@example.com", "password", "a\0b", "displayName")]
    [InlineData("a@example.com", "password", "a\nb", "displayName")]
    [InlineData("a@example.com", "password", null, "displayName")]
    public async Task What_is_no_account_is_named_by_its_field(
        string? email,
        string? password,
        string? displayName,
        string field
    )
    {
        var answer = await server.Anonymous.PostAsync(
            "auth/register",
            new
            {
                email,
                password,
                displayName,
            }
        );

        answer.IsInvalid(field);
    }

    [Fact]
    public async Task What_is_too_long_for_an_account_is_named_by_its_field()
    {
        var (email, password, displayName) = ("a@example.com", "password", "name");
        var (longEmail, longText) = (new string('a', 60) + "@" + new string('b', 194), new string('x', 129));

        (
            await server.Anonymous.PostAsync(
                "auth/register",
                new
                {
                    email = longEmail,
                    password,
                    displayName,
                }
            )
        ).IsInvalid("email");
        (
            await server.Anonymous.PostAsync(
                "auth/register",
                new
                {
                    email,
                    password = longText,
                    displayName,
                }
            )
        ).IsInvalid("password");
        (
            await server.Anonymous.PostAsync(
                "auth/register",
                new
                {
                    email,
                    password,
                    displayName = longText,
                }
            )
        ).IsInvalid("displayName");
    }

    [Fact]
    public async Task A_profile_can_be_changed_field_by_field()
    {
        var user = await server.RegisterAsync();

        await user.Rest.PatchAsync("me", new { language = "ko" });
        var me = await user.Rest.PatchAsync("me", new { displayName = "New" });

        Assert.Equal("New", me["displayName"].GetString());
        Assert.Equal("ko", me["language"].GetString());
        (await user.Rest.PatchAsync("me", new { language = "not a language" })).IsInvalid("language");
    }
}
