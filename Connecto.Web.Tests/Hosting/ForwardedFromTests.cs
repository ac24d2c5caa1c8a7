using System.Net;
using System.Net.Http.Json;
using Connecto.Settings;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.Hosting;

/// <summary>Whose word is taken for where a request comes from, seen at the limit of registrations of one address.</summary>
[Trait("Runtime", "Either")]
public sealed class ForwardedFromTests(PostgresFixture postgres)
{
    private const string Unnamed = "192.0.2.1";
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData(Unnamed)]
    public async Task An_unknown_proxys_word_is_not_taken(string? known)
    {
        await using var server = await StartAsync(known);

        Assert.Equal(201, await RegisterAsync(server, "198.51.100.1"));
        Assert.Equal(429, await RegisterAsync(server, "198.51.100.2"));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1, 127.0.0.0/8")]
    public async Task A_known_proxy_says_where_a_request_comes_from(string known)
    {
        await using var server = await StartAsync(known);

        Assert.Equal(201, await RegisterAsync(server, "198.51.100.1"));
        Assert.Equal(201, await RegisterAsync(server, "198.51.100.2"));
        Assert.Equal(429, await RegisterAsync(server, "198.51.100.1"));
    }

    [Fact]
    public async Task Of_a_chain_counts_who_came_to_the_first_known_proxy_and_not_what_he_claims()
    {
        await using var server = await StartAsync("127.0.0.1, 10.0.0.0/8");

        Assert.Equal(201, await RegisterAsync(server, "203.0.113.1, 198.51.100.1, 10.1.2.3"));
        Assert.Equal(429, await RegisterAsync(server, "203.0.113.2, 198.51.100.1, 10.1.2.4"));
    }

    [Fact]
    public async Task The_frameworks_own_switch_makes_nobody_known()
    {
        await using var server = await StartAsync(
            known: null,
            services => services.Configure<ForwardedHeadersOptions>(Believe)
        );

        Assert.Equal(201, await RegisterAsync(server, "198.51.100.1"));
        Assert.Equal(429, await RegisterAsync(server, "198.51.100.2"));

        static void Believe(ForwardedHeadersOptions options)
        {
            options.ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.All;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
        }
    }

    [Theory]
    [InlineData("proxy")]
    [InlineData("127.0.0.1, 10.0.0.0/33")]
    public void What_is_no_address_refuses_to_start(string known)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["ConnectionStrings:Postgres"] = "Host=127.0.0.1";
        builder.Configuration["Proxies:Known"] = known;

        var refused = Assert.Throws<SettingException>(builder.AddConnecto);

        Assert.Contains($"Proxies__Known: '{known.Split(", ")[^1]}' is neither", refused.Message);
    }

    [Fact]
    public async Task A_node_that_ends_serves_until_its_proxies_have_seen_that_it_is_not_ready()
    {
        var time = new HeldTime(TimeSpan.FromHours(7));
        await using var server = await StartAsync(
            "127.0.0.1",
            services => services.AddSingleton<TimeProvider>(time),
            ("Proxies:NoticeWithin", "07:00:00")
        );
        using var http = new HttpClient { BaseAddress = server.Server.Address };
        var user = await server.Server.UserAsync();
        var negotiation = $"hubs/chat/negotiate?v=1&negotiateVersion=1&access_token={Uri.EscapeDataString(user.Token)}";

        var stop = server.Server.StopAsync();
        await time.Held.WaitAsync(Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync("health/ready"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync("api/v1/version"));
        using var negotiated = await http.PostAsync(new Uri(negotiation, UriKind.Relative), null, Cancellation);
        Assert.Equal(HttpStatusCode.OK, negotiated.StatusCode);
        Assert.False(stop.IsCompleted);
        time.Release();
        await stop;

        async Task<HttpStatusCode> GetAsync(string path)
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
            return answer.StatusCode;
        }
    }

    private async Task<RestServer> StartAsync(
        string? known,
        Action<IServiceCollection>? configure = null,
        params (string Name, string Value)[] settings
    )
    {
        var server = new RestServer(postgres);
        server.Server.Settings["RateLimits:RegistrationsPerMinute"] = "1";
        server.Server.Settings["Proxies:Known"] = known;
        server.Server.Settings["Proxies:NoticeWithin"] = "00:00:00";
        foreach (var (name, value) in settings)
        {
            server.Server.Settings[name] = value;
        }
        server.Server.Configure = configure ?? (_ => { });
        await server.InitializeAsync();
        return server;
    }

    private static async Task<int> RegisterAsync(RestServer server, string forwardedFor)
    {
        using var http = new HttpClient { BaseAddress = server.Server.Address };
        http.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);
        var who = new
        {
            email = $"{Guid.NewGuid():N}@example.com",
            password = "password",
            displayName = "Somebody",
        };
        using var answer = await http.PostAsJsonAsync("api/v1/auth/register", who, Cancellation);
        return (int)answer.StatusCode;
    }

    /// <summary>The system's time, in which one span lasts until it is let go.</summary>
    private sealed class HeldTime(TimeSpan span) : TimeProvider
    {
        private readonly TaskCompletionSource<Action> _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Held => _held.Task;

        public void Release() => _held.Task.Result();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == span)
            {
                _held.TrySetResult(() => callback(state));
            }
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
