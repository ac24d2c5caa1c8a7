using Connecto.Storage;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Chat;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Connecto.Web.Tests.Support;

/// <summary>A server for tests of REST: with an admin, passwords that are hashed fast, and limits out of the way.</summary>
public class RestServer(PostgresFixture postgres) : IAsyncLifetime
{
    public const string AdminEmail = "admin@example.com";
    public const string AdminPassword = "correct horse battery";

    private readonly HttpClient _http = new();

    public ChatServer Server { get; } =
        new(postgres)
        {
            Settings =
            {
                ["CONNECTO_ADMIN_EMAIL"] = AdminEmail,
                ["CONNECTO_ADMIN_PASSWORD"] = AdminPassword,
                ["Passwords:Iterations"] = "1000",
                ["RateLimits:RestPerMinute"] = "100000",
                ["RateLimits:LoginsPerMinute"] = "100000",
                ["RateLimits:RegistrationsPerMinute"] = "100000",
            },
        };

    /// <summary>For looking at what is stored.</summary>
    public NpgsqlDataSource Database => Server.Services.GetRequiredService<Databases>().Primary;

    /// <summary>Calls without a token.</summary>
    public RestClient Anonymous => Client(null);

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        _http.BaseAddress = new Uri(Server.Address, "/api/v1/");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _http.Dispose();
        await Server.DisposeAsync();
    }

    public RestClient Client(string? token) => new(_http, token);

    /// <summary>Registers somebody new.</summary>
    public async Task<RestUser> RegisterAsync(string password = "password", string displayName = "Somebody")
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        var answer = await Anonymous.PostAsync(
            "auth/register",
            new
            {
                email,
                password,
                displayName,
            }
        );
        Assert.Equal(201, answer.Status);
        return RestUser.From(this, email, answer.Body);
    }

    /// <summary>Somebody new, and a planet of his.</summary>
    public async Task<(RestUser Owner, string Planet)> PlanetAsync()
    {
        var owner = await RegisterAsync();
        var made = await owner.Rest.PostAsync("planets", new { name = "A planet" });
        return (owner, made["id"].GetString()!);
    }

    /// <summary>Somebody new whom the owner has added to his planet.</summary>
    public async Task<RestUser> MemberAsync(RestUser owner, string planet)
    {
        var user = await RegisterAsync();
        var added = await owner.Rest.PutAsync($"planets/{planet}/members/{user.Id}", new { status = "active" });
        Assert.Equal(200, added.Status);
        return user;
    }

    public async Task<RestUser> LoginAsync(string email, string password)
    {
        var answer = await Anonymous.PostAsync("auth/login", new { email, password });
        Assert.Equal(200, answer.Status);
        return RestUser.From(this, email, answer.Body);
    }

    public Task<RestUser> AdminAsync() => LoginAsync(AdminEmail, AdminPassword);
}
