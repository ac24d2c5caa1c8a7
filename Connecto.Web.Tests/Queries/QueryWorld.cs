using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Travels;
using Connecto.Users;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.Queries;

/// <summary>
/// An administrator with so many of everything: planets, members, messages, replies, pins, versions, travels, blocks,
/// notifications, invites, reports and sessions. What a call ends or changes is made anew for each call.
/// </summary>
internal sealed partial class QueryWorld
{
    /// <summary>A planet has at most 100, and calls make some more.</summary>
    private const int MostInvites = 80;

    private readonly RestServer _server;
    private readonly int _count;
    private readonly string _planet;
    private readonly string _travel;
    private readonly string[] _users;

    private QueryWorld(RestServer server, int count, RestUser caller, string planet, string travel, string[] users)
    {
        (_server, _count, Caller, _planet, _travel, _users) = (server, count, caller, planet, travel, users);
    }

    private RestUser Caller { get; }

    public static async Task<QueryWorld> MakeAsync(RestServer server, int count)
    {
        var caller = await AdminAsync(server);
        var users = await UsersAsync(caller, count);
        var planet = await IdAsync(caller, "planets", new { name = "A planet", memberIds = users });
        var travel = await IdAsync(caller, "travels", new { title = "A travel", visibility = "public" });
        var world = new QueryWorld(server, count, caller, planet, travel, users);
        await world.FillMessagesAsync();
        await world.FillTravelAsync();
        for (var each = 0; each < count; each++)
        {
            await IdAsync(caller, "planets", new { name = "Another", memberIds = Array.Empty<string>() });
            await IdAsync(caller, "travels", new { title = "Another", visibility = "private" });
            if (each < MostInvites)
            {
                await IdAsync(caller, $"planets/{planet}/invites", new { }, "code");
            }
            Done(await caller.Rest.PutAsync($"me/blocks/{users[each]}", new { }));
        }
        return world;
    }

    /// <summary>Makes the call of a row; what it needs is made before <paramref name="before"/>, its answer is there <paramref name="after"/>.</summary>
    public async Task CallAsync(QueryRow row, Action before, Action after)
    {
        var (method, path) = (row.Call.Split(' ')[0], await FillAsync(row.Call.Split(' ')[1]));
        var body = await FillAsync(row.Body);
        using var content = body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json");
        var relative = path.StartsWith("/health/", StringComparison.Ordinal) ? path : path[1..];
        var caller = row.EndsItsCaller ? await NewcomerAsync() : Caller;
        before();
        var answer = await caller.Rest.SendAsync(new HttpMethod(method), relative, content);
        after();
        Assert.True(answer.Status < 300, $"{method} {path} {body}: {answer.Status} {answer.Body}");
    }

    /// <summary>The text with every <c>{placeholder}</c> filled in.</summary>
    private async Task<string> FillAsync(string text)
    {
        foreach (var name in Placeholder().Matches(text).Select(match => match.Groups[1].Value).Distinct())
        {
            text = text.Replace($"{{{name}}}", await OfAsync(name), StringComparison.Ordinal);
        }
        return text;
    }

    private async Task<string> OfAsync(string name) =>
        name switch
        {
            // What stays as it is.
            "planet" => _planet,
            "travel" => _travel,
            "user" => _users[0],
            "users" => Json(_users),
            "userlist" => string.Join(',', _users),
            "emoji" => "%F0%9F%91%8D",
            "batch" => Json(
                Enumerable.Repeat(
                    new
                    {
                        id = "1",
                        method = "GET",
                        path = "version",
                    },
                    Math.Min(_count, 50)
                )
            ),
            // What is new each time.
            "key" => Guid.NewGuid().ToString("N"),
            "email" => $"{Guid.NewGuid():N}@example.com",
            "accounts" => Json(NewAccounts(_count)),
            "stranger" => await NewUserAsync(),
            "strangers" => Json(await UsersAsync(Caller, _count)),
            "account" => (await _server.RegisterAsync()).Email,
            "refresh" => (await _server.RegisterAsync()).RefreshToken,
            "session" => await NewSessionAsync(),
            "usersession" => await IssuedSessionAsync(),
            "fresh" => (await SendAsync(_users[0])).ToString(null, null),
            "own" => (await SendAsync(Caller.Id)).ToString(null, null),
            "reads" => Json(await ReadsAsync()),
            "newplanet" => await NewPlanetAsync(),
            "newtravel" => await IdAsync(Caller, "travels", new { title = "A travel", visibility = "public" }),
            "foreigntravel" => await ForeignTravelAsync(),
            "foreignplanet" => await ForeignPlanetAsync(),
            "member" => await NewMemberAsync(),
            "code" => await IdAsync(Caller, $"planets/{_planet}/invites", new { }, "code"),
            "foreigncode" => await ForeignCodeAsync(),
            "report" => await NewReportAsync(),
            _ => throw new ArgumentException($"Nothing here makes a {{{name}}}.", nameof(name)),
        };

    private async Task FillMessagesAsync()
    {
        await SendAsync(_users[0]);
        await SendAsync(Caller.Id);
        for (var each = 0; each < _count; each++)
        {
            // A reply mentions the caller, and so is one of his notifications.
            var seq = await SendAsync(_users[each], replyTo: 1, mentions: [Id(Caller.Id)]);
            Done(await Caller.Rest.PutAsync($"planets/{_planet}/pins/{seq}", new { }));
            Done(await Caller.Rest.PatchAsync($"planets/{_planet}/messages/2", new { text = $"version {each}" }));
            Done(await Caller.Rest.PostAsync($"planets/{_planet}/messages/{seq}/report", new { reason = "spam" }));
            await _server.Server.Planet(Id(_planet)).MarkRead(Id(_users[each]), seq);
        }
    }

    private async Task FillTravelAsync()
    {
        var travels = _server.Server.Services.GetRequiredService<TravelStore>();
        foreach (var user in _users)
        {
            await travels.JoinAsync(Id(_travel), Id(user));
            await IdAsync(Caller, $"travels/{_travel}/planets", new { name = "A planet of a travel" });
        }
    }

    private async Task<long> SendAsync(string sender, long? replyTo = null, params Snowflake[] mentions)
    {
        var send = new SendRequest(Id(sender), Guid.NewGuid().ToString("N"), "hello", replyTo, [.. mentions]);
        return (await _server.Server.Senders.SendAsync(Id(_planet), send)).Seq;
    }

    private async Task<IEnumerable<object>> ReadsAsync()
    {
        var planets = new List<string>();
        for (var each = 0; each < _count; each++)
        {
            planets.Add(await NewPlanetAsync());
        }
        return planets.Select(planetId => new { planetId, seq = 0 });
    }

    /// <summary>Active, with all members.</summary>
    private async Task<string> NewPlanetAsync()
    {
        var planet = await IdAsync(Caller, "planets", new { name = "A planet", memberIds = _users });
        Done(await Caller.Rest.GetAsync($"planets/{planet}"));
        return planet;
    }

    private async Task<string> ForeignPlanetAsync()
    {
        var owner = await _server.RegisterAsync();
        var planet = await IdAsync(owner, "planets", new { name = "A planet", memberIds = new[] { Caller.Id } });
        Done(await owner.Rest.GetAsync($"planets/{planet}"));
        return planet;
    }

    private async Task<string> ForeignTravelAsync() =>
        await IdAsync(await _server.RegisterAsync(), "travels", new { title = "A travel", visibility = "public" });

    private async Task<string> ForeignCodeAsync()
    {
        var owner = await _server.RegisterAsync();
        var planet = await IdAsync(owner, "planets", new { name = "A planet", memberIds = Array.Empty<string>() });
        return await IdAsync(owner, $"planets/{planet}/invites", new { }, "code");
    }

    /// <summary>Whose grain is active, as that of somebody who is connected.</summary>
    private async Task<string> NewUserAsync()
    {
        var user = (await UsersAsync(Caller, 1))[0];
        await _server.Server.Grains.GetGrain<IUserGrain>(Id(user).Value).RecentCursors();
        return user;
    }

    private async Task<string> NewMemberAsync()
    {
        var user = await NewUserAsync();
        Done(await Caller.Rest.PutAsync($"planets/{_planet}/members/{user}", new { status = "active" }));
        return user;
    }

    /// <summary>Somebody new, in one planet.</summary>
    private async Task<RestUser> NewcomerAsync()
    {
        var user = await _server.RegisterAsync();
        var planet = await IdAsync(Caller, "planets", new { name = "A planet", memberIds = new[] { user.Id } });
        Done(await user.Rest.GetAsync($"planets/{planet}"));
        return user;
    }

    private async Task<string> NewReportAsync() =>
        await IdAsync(
            Caller,
            $"planets/{_planet}/messages/{await SendAsync(_users[0])}/report",
            new { reason = "spam" }
        );

    private async Task<string> NewSessionAsync()
    {
        await _server.LoginAsync(Caller.Email, RestServer.AdminPassword);
        var sessions = await Caller.Rest.GetAsync("me/sessions?limit=100");
        return sessions.Items.First(one => !one.GetProperty("current").GetBoolean()).GetProperty("id").GetString()!;
    }

    private async Task<string> IssuedSessionAsync()
    {
        Done(await Caller.Rest.PostAsync("admin/tokens", new { userIds = new[] { _users[0] } }));
        var sessions = await Caller.Rest.GetAsync($"admin/users/{_users[0]}/sessions?limit=1");
        return sessions.Items[0].GetProperty("id").GetString()!;
    }

    private static async Task<RestUser> AdminAsync(RestServer server)
    {
        var user = await server.RegisterAsync(RestServer.AdminPassword);
        await using var command = server.Database.CreateCommand("UPDATE users SET roles = '{admin}' WHERE id = $1");
        command.Parameters.Add(new() { Value = Id(user.Id).Value });
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return await server.LoginAsync(user.Email, RestServer.AdminPassword);
    }

    private static async Task<string[]> UsersAsync(RestUser admin, int count)
    {
        var made = await admin.Rest.PostAsync("admin/users", NewAccounts(count));
        Done(made);
        return [.. made.Items.Select(user => user.GetProperty("userId").GetString()!)];
    }

    private static object[] NewAccounts(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => new { email = $"{Guid.NewGuid():N}@example.com", displayName = "Somebody" }),
        ];

    private static async Task<string> IdAsync(RestUser user, string path, object body, string field = "id")
    {
        var made = await user.Rest.PostAsync(path, body);
        Done(made);
        return made[field].GetString()!;
    }

    private static void Done(RestAnswer answer) => Assert.InRange(answer.Status, 200, 299);

    private static string Json(object value) => JsonSerializer.Serialize(value, WireJson.Options);

    private static Snowflake Id(string text) =>
        Snowflake.TryParse(text, out var id) ? id : throw new FormatException($"{text} is no id.");

    [GeneratedRegex(@"\{([a-z]+)\}")]
    private static partial Regex Placeholder();
}
