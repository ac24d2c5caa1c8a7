using System.Text.RegularExpressions;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Permissions;

/// <summary>
/// People and things for one call of one caller, made when a placeholder of the call asks for them, so that no call
/// disturbs another. A new placeholder is one more line of <see cref="MakeAsync"/>.
/// </summary>
internal sealed partial class PermissionWorld(RestServer server, CallerKind kind)
{
    public const string Password = "a good password";

    private readonly Dictionary<string, string> _made = [];
    private RestUser? _caller;
    private RestUser? _owner;
    private RestUser? _user;

    /// <summary>Who calls; null for nobody.</summary>
    public async Task<RestUser?> CallerAsync() =>
        kind switch
        {
            CallerKind.Nobody => null,
            CallerKind.Service => _caller ??= await ServiceAdminAsync(),
            _ => _caller ??= await server.RegisterAsync(Password),
        };

    /// <summary>The text with every <c>{placeholder}</c> filled in.</summary>
    public async Task<string> FillAsync(string text)
    {
        foreach (var name in Placeholder().Matches(text).Select(match => match.Groups[1].Value).Distinct())
        {
            text = text.Replace($"{{{name}}}", await OfAsync(name), StringComparison.Ordinal);
        }
        return text;
    }

    private async Task<string> OfAsync(string name)
    {
        if (!_made.TryGetValue(name, out var value))
        {
            _made[name] = value = await MakeAsync(name);
        }
        return value;
    }

    private async Task<string> MakeAsync(string name) =>
        name switch
        {
            // Two members of the planet beside the caller, and somebody who is in no planet.
            "user" => (await UserAsync()).Id,
            "other" or "stranger" => (await server.RegisterAsync()).Id,
            "me" => (await CallerAsync())?.Id ?? await OfAsync("stranger"),
            // A planet that the caller is in as his kind says.
            "planet" => await PlanetAsync(),
            // A message of another member's, and one of the caller's own where he is or was a member.
            "seq" => await SendAsync(await OwnerAsync()),
            "own" => await SendAsync(IsInPlanet ? (await CallerAsync())! : await OwnerAsync()),
            // Travels of the owner's, a public and a private one, in which members and admins of the planet are, too.
            "travel" => await TravelAsync("public"),
            "secret" => await TravelAsync("private"),
            // A planet of the travel's in which only the owner is, and its like of the private one.
            "open" => await TravelPlanetAsync("travel"),
            "hidden" => await TravelPlanetAsync("secret"),
            // An invite into the planet, made by its owner.
            "code" => await IdAsync(await OwnerAsync(), $"planets/{await OfAsync("planet")}/invites", new { }, "code"),
            // A plain member's report of a message of the owner's.
            "report" => await ReportAsync(),
            "session" => await SessionAsync(await CallerAsync() ?? await OwnerAsync()),
            "foreign" => await SessionAsync(await server.RegisterAsync()),
            "email" => $"{Guid.NewGuid():N}@example.com",
            "account" => (await server.RegisterAsync(Password)).Email,
            "refresh" => (await server.RegisterAsync()).RefreshToken,
            "key" => Guid.NewGuid().ToString("N"),
            "emoji" => "%F0%9F%91%8D",
            "nothing" => "1",
            _ => throw new ArgumentException($"Nothing here makes a {{{name}}}.", nameof(name)),
        };

    private bool IsInPlanet => kind is CallerKind.Member or CallerKind.Admin or CallerKind.Owner or CallerKind.Banned;

    private async Task<RestUser> OwnerAsync() =>
        _owner ??= kind == CallerKind.Owner ? (await CallerAsync())! : await server.RegisterAsync();

    private async Task<RestUser> UserAsync() => _user ??= await server.RegisterAsync();

    private async Task<string> PlanetAsync()
    {
        var (owner, caller) = (await OwnerAsync(), await CallerAsync());
        string[] members =
        [
            await OfAsync("user"),
            await OfAsync("other"),
            .. IsInPlanet ? [caller!.Id] : Array.Empty<string>(),
        ];
        var group = new { name = "A planet", memberIds = members.Except([owner.Id]) };
        var planet = await IdAsync(owner, "planets", group);
        object? standing = kind switch
        {
            CallerKind.Admin => new { role = "admin" },
            CallerKind.Banned => new { status = "banned" },
            _ => null,
        };
        if (standing is not null)
        {
            _made["planet"] = planet;
            await OfAsync("own");
            var set = await owner.Rest.PutAsync($"planets/{planet}/members/{caller!.Id}", standing);
            Assert.Equal(200, set.Status);
        }
        return planet;
    }

    private async Task<string> TravelAsync(string visibility)
    {
        var owner = await OwnerAsync();
        var travel = await IdAsync(owner, "travels", new { title = "A travel", visibility = "public" });
        if (kind is CallerKind.Member or CallerKind.Admin)
        {
            Assert.Equal(200, (await (await CallerAsync())!.Rest.PostAsync($"travels/{travel}/join")).Status);
        }
        var set = await owner.Rest.PatchAsync($"travels/{travel}", new { visibility });
        Assert.Equal(200, set.Status);
        return travel;
    }

    private async Task<string> ReportAsync()
    {
        var (planet, seq) = (await OfAsync("planet"), await OfAsync("seq"));
        return await IdAsync(await UserAsync(), $"planets/{planet}/messages/{seq}/report", new { reason = "spam" });
    }

    private static async Task<string> IdAsync(RestUser user, string path, object body, string field = "id")
    {
        var made = await user.Rest.PostAsync(path, body);
        Assert.Equal(201, made.Status);
        return made[field].GetString()!;
    }

    private async Task<string> TravelPlanetAsync(string travel) =>
        await IdAsync(await OwnerAsync(), $"travels/{await OfAsync(travel)}/planets", new { name = "A planet" });

    private async Task<string> SendAsync(RestUser sender)
    {
        var planet = await OfAsync("planet");
        if (_made.TryGetValue("own", out var own) && sender == _caller)
        {
            return own;
        }
        var message = new { clientMessageId = Guid.NewGuid().ToString("N"), text = "hello" };
        var sent = await sender.Rest.PostAsync($"planets/{planet}/messages", message);
        Assert.Equal(201, sent.Status);
        return sent["seq"].GetRawText();
    }

    private static async Task<string> SessionAsync(RestUser user) =>
        (await user.Rest.GetAsync("me/sessions")).Items[0].GetProperty("id").GetString()!;

    private async Task<RestUser> ServiceAdminAsync()
    {
        var user = await server.RegisterAsync(Password);
        await using var command = server.Database.CreateCommand("UPDATE users SET roles = '{admin}' WHERE id = $1");
        command.Parameters.Add(new() { Value = long.Parse(user.Id, null) });
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return await server.LoginAsync(user.Email, Password);
    }

    [GeneratedRegex(@"\{([a-zA-Z]+)\}")]
    private static partial Regex Placeholder();
}
