using System.Text.Json;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Limits;

/// <summary>The contract's own figures, on a server each, since an address is shared by all tests.</summary>
public sealed class RateLimitTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly RestServer _server = new(postgres);

    public async ValueTask InitializeAsync()
    {
        foreach (
            var limit in _server
                .Server.Settings.Keys.Where(key => key.StartsWith("RateLimits", StringComparison.Ordinal))
                .ToList()
        )
        {
            _server.Server.Settings.Remove(limit);
        }
        await _server.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_101st_call_of_a_minute_is_told_when_to_try_again_and_others_are_not()
    {
        var (user, other) = (await _server.RegisterAsync(), await _server.RegisterAsync());

        for (var call = 0; call < 100; call++)
        {
            Assert.Equal(200, (await user.Rest.GetAsync("me")).Status);
        }

        IsLimited(await user.Rest.GetAsync("me"), TimeSpan.FromSeconds(60));
        Assert.Equal(200, (await other.Rest.GetAsync("me")).Status);
    }

    [Fact]
    public async Task Calls_of_a_batch_count_each_and_the_batch_itself_does_not()
    {
        var user = await _server.RegisterAsync();
        var good = Enumerable.Repeat(
            new
            {
                id = "1",
                method = "GET",
                path = "me",
            },
            49
        );
        var batch = good.Append(
                new
                {
                    id = "2",
                    method = "GET",
                    path = "auth/login",
                }
            )
            .ToArray();

        for (var call = 0; call < 2; call++)
        {
            var answers = (await user.Rest.PostAsync("batch", batch)).Body.EnumerateArray().Select(Status).ToList();
            Assert.Equal([.. Enumerable.Repeat(200, 49), 400], answers);
        }

        var over = await user.Rest.PostAsync("batch", batch);
        Assert.Equal(200, over.Status);
        Assert.All(over.Body.EnumerateArray(), answer => Assert.Equal(429, Status(answer)));
        IsLimited(await user.Rest.GetAsync("me"), TimeSpan.FromSeconds(60));
        IsLimited(await user.Rest.PostAsync("batch", new { }), TimeSpan.FromSeconds(60));

        static int Status(JsonElement answer) => answer.GetProperty("status").GetInt32();
    }

    [Fact]
    public async Task A_token_without_limits_goes_on()
    {
        var user = await _server.RegisterAsync();
        var admin = await _server.AdminAsync();
        var issued = await admin.Rest.PostAsync("admin/tokens", new { userIds = new[] { user.Id }, limits = "none" });
        var bot = _server.Client(issued.Items[0].GetProperty("accessToken").GetString());

        for (var call = 0; call < 150; call++)
        {
            Assert.Equal(200, (await bot.GetAsync("me")).Status);
        }
    }

    [Fact]
    public async Task The_sixth_login_of_a_minute_from_one_address_is_limited_whatever_the_account()
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var somebody = new { email = $"somebody{attempt}@example.com", password = "password" };
            (await _server.Anonymous.PostAsync("auth/login", somebody)).IsRefused(401, "unauthenticated");
        }

        var credentials = new { email = RestServer.AdminEmail, password = RestServer.AdminPassword };
        IsLimited(await _server.Anonymous.PostAsync("auth/login", credentials), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task The_21st_message_of_a_second_is_limited()
    {
        var user = await _server.RegisterAsync();
        var planet = (await user.Rest.PostAsync("planets", new { name = "x" }))["id"].GetString();

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 60)
                .Select(number =>
                    user.Rest.PostAsync(
                        $"planets/{planet}/messages",
                        new { clientMessageId = $"{number}", text = "hello" }
                    )
                )
        );

        var limited = answers.Where(answer => answer.Status != 201).ToList();
        Assert.InRange(answers.Length - limited.Count, 20, 59);
        Assert.All(limited, answer => IsLimited(answer, TimeSpan.FromSeconds(1)));
    }

    private static void IsLimited(RestAnswer answer, TimeSpan atMost)
    {
        answer.IsRefused(429, "rate_limited");
        Assert.InRange(answer.RetryAfter!.Value, TimeSpan.FromSeconds(1), atMost);
    }
}
