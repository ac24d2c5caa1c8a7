using System.Text.Json;
using Connecto.Bench.Clients;

namespace Connecto.Bench.Load;

/// <summary>The part of the REST API with which a run prepares its users and planets.</summary>
internal sealed class AdminApi : IDisposable
{
    private const int Bulk = 1000;
    private const int PlanetsAtOnce = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly RestApi _api;
    private readonly string _token;

    private AdminApi(RestApi api, string token) => (_api, _token) = (api, token);

    /// <summary>Logs the administrator of a server of this run in.</summary>
    public static Task<AdminApi> LogInAsync(ServerProcess server) =>
        LogInAsync(server.Address, ServerProcess.AdminEmail, ServerProcess.AdminPassword);

    /// <summary>Logs an administrator in.</summary>
    public static async Task<AdminApi> LogInAsync(Uri server, string email, string password)
    {
        var api = new RestApi(server, Patience);
        var answer = await RestApi.UntilServedAsync(() => api.PostAsync("auth/login", null, new { email, password }));
        return new AdminApi(api, answer.Text("accessToken"));
    }

    /// <summary>Makes users without rate limits and puts them into planets of <paramref name="users"/> / <paramref name="planets"/>.</summary>
    public async Task<LoadWorld> MakeWorldAsync(int users, int planets)
    {
        var run = Guid.NewGuid().ToString("N")[..12];
        var made = new List<ChatUser>();
        foreach (var chunk in Enumerable.Range(0, users).Chunk(Bulk))
        {
            made.AddRange(await MakeUsersAsync([.. chunk.Select(i => $"load-{run}-{i}")]));
        }

        var planetIds = new string[planets];
        await Parallel.ForAsync(
            0,
            planets,
            new ParallelOptions { MaxDegreeOfParallelism = PlanetsAtOnce },
            async (i, _) =>
            {
                var members = made.Where((_, user) => user % planets == i);
                planetIds[i] = await MakePlanetAsync(made[i], $"load {run} {i}", members);
            }
        );
        return new LoadWorld([.. made.Select(user => user.Token)], planetIds);
    }

    /// <summary>Makes users to whom no rate limits apply, at most 1,000; their names are unlike all others.</summary>
    public async Task<IReadOnlyList<ChatUser>> MakeUsersAsync(IReadOnlyList<string> names)
    {
        var users = names.Select(name => new { email = $"{name}@example.com", displayName = name });
        var made = await PostAsync("admin/users", _token, users);
        var userIds = made.Items("items").Select(user => user.Text("userId")).ToList();
        var issued = await PostAsync("admin/tokens", _token, new { userIds, limits = "none" });
        var tokens = issued.Items("items").Select(item => item.Text("accessToken"));
        return [.. tokens.Select((token, i) => new ChatUser(userIds[i], names[i], token))];
    }

    /// <summary>Makes a planet of the owner's own and puts the members into it; answers its id.</summary>
    public async Task<string> MakePlanetAsync(ChatUser owner, string name, IEnumerable<ChatUser> members)
    {
        var planet = await PostAsync("planets", owner.Token, new { name, memberIds = Array.Empty<string>() });
        foreach (var chunk in members.Chunk(Bulk))
        {
            var userIds = chunk.Select(member => member.Id);
            await PostAsync($"admin/planets/{planet.Text("id")}/members", _token, new { userIds });
        }

        return planet.Text("id");
    }

    /// <summary>Connections that the web nodes have open; they say so every 5 s.</summary>
    public async Task<int> ConnectionsAsync() => (await NodesAsync()).Sum(node => (int)node.Number("connections"));

    /// <summary>Bytes allocated by the web nodes, and deliveries, since they started; they say so every 5 s.</summary>
    public async Task<(long Bytes, long Deliveries)> AllocatedAsync()
    {
        var nodes = await NodesAsync();
        return (nodes.Sum(node => node.Number("allocatedBytes")), nodes.Sum(node => node.Number("deliveries")));
    }

    public void Dispose() => _api.Dispose();

    private Task<JsonElement> PostAsync(string path, string token, object body) =>
        RestApi.UntilServedAsync(() => _api.PostAsync(path, token, body));

    private async Task<IReadOnlyList<JsonElement>> NodesAsync() =>
        [.. (await _api.GetAsync("admin/cluster", _token)).Items("webNodes")];
}
