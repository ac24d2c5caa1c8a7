using System.Collections.Immutable;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Storage;
using Connecto.Tests.Support;
using Connecto.Users;
using Connecto.Web.Auth;
using Connecto.Web.Chat;
using Connecto.Web.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans;

namespace Connecto.Web.Tests.Chat;

/// <summary>A whole server on a free port over a database of its own, with users and planets to talk in.</summary>
public sealed class ChatServer(PostgresFixture postgres) : IAsyncLifetime
{
    private WebApplication? _app;
    private string _database = "";

    public Uri Address { get; private set; } = null!;

    /// <summary>Of its database.</summary>
    public string ConnectionString => Services.GetRequiredService<StorageOptions>().Postgres;

    public IServiceProvider Services => _app!.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public PlanetSenders Senders => Services.GetRequiredService<PlanetSenders>();

    /// <summary>Settings over the defaults, and services over the server's own; to be set before it starts.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>The folder with the web client's files; null for none. To be set before it starts.</summary>
    public string? WebRoot { get; set; }

    public Action<IServiceCollection> Configure { get; set; } = _ => { };

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        await StartAsync();
    }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { EnvironmentName = "Production", WebRootPath = WebRoot }
        );
        builder.Configuration.AddInMemoryCollection([
            new("ConnectionStrings:Postgres", _database),
            new("urls", "http://127.0.0.1:0"),
            new("Logging:LogLevel:Default", "Warning"),
            // What is in memory is what a test has asked for.
            new("Caching:WarmPlanets", "0"),
            // A busy machine is not what most tests are about.
            new("Storage:SilentAfterSeconds", "30"),
        ]);
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddConnecto();
        Configure(builder.Services);
        _app = builder.Build();
        _app.UseConnecto();
        await _app.StartAsync();
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        Address = new Uri(addresses.Addresses.First());
    }

    /// <summary>For <see cref="Configure"/>: a host that stops breaks no connection off that does not end by itself.</summary>
    public static void WaitsForItsConnections(IServiceCollection services) =>
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromDays(1));

    /// <summary>Stops the host. Its drain holds up the thread that stops it.</summary>
    public Task StopAsync() => Task.Run(() => _app!.StopAsync());

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app!.DisposeAsync();
        await postgres.DropDatabaseAsync(_database);
    }

    /// <summary>A user with a session and its token.</summary>
    public async Task<TestUser> UserAsync(TimeSpan? tokenLifetime = null, bool isUnlimited = true)
    {
        var ids = Services.GetRequiredService<SnowflakeGenerator>();
        var (userId, sessionId) = (ids.Next(), ids.Next());
        var account = new NewAccount(userId, $"{userId}@example.com", $"user {userId}", PasswordHash: null);
        await Services.GetRequiredService<AccountStore>().CreateAsync([account], act: null, default);
        var expiresAt = TimeProvider.System.GetUtcNow().AddDays(1);
        var session = new NewSession(sessionId, userId, Guid.NewGuid().ToByteArray(), expiresAt, null, null);
        Assert.NotNull(await Services.GetRequiredService<SessionStore>().StartAsync(session, null, default));
        var caller = new Caller(userId, sessionId, isUnlimited);
        var token = Services
            .GetRequiredService<AccessTokens>()
            .Issue(caller, [], tokenLifetime ?? AccessTokens.Lifetime);
        return new TestUser(this, userId, sessionId, token);
    }

    public async Task<Snowflake> PlanetAsync(params TestUser[] members)
    {
        var planets = Services.GetRequiredService<PlanetStore>();
        var now = TimeProvider.System.GetUtcNow();
        Snowflake[] others = [.. members.Skip(1).Select(member => member.Id)];
        return (await planets.CreateAsync(PlanetKind.Group, null, "planet", members[0].Id, others, now)).Id;
    }

    /// <summary>Does to its database what no part of the server does, or not yet.</summary>
    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Services.GetRequiredService<Databases>().Primary.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public IPlanetGrain Planet(Snowflake id) => Grains.GetGrain<IPlanetGrain>(id.Value);
}

/// <summary>A user of a <see cref="ChatServer"/>, logged in.</summary>
public sealed record TestUser(ChatServer Server, Snowflake Id, Snowflake SessionId, string Token)
{
    public Task<HubClient> ConnectAsync(string query = "", bool reads = true, HubClientOptions? options = null) =>
        HubClient.ConnectAsync(Server.Address, Token, query, reads, options);

    /// <summary>Its connections on the server; those that are over are not among them.</summary>
    internal ImmutableArray<ChatConnection> Connections =>
        Server.Services.GetRequiredService<UserTable>().Connections(Id);

    public Task<SendResult> SendAsync(Snowflake planetId, string text) =>
        Server.Senders.SendAsync(planetId, new SendRequest(Id, Guid.NewGuid().ToString("N"), text, null, []));
}
