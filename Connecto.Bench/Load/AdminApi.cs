using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Connecto.Bench.Load;

/// <summary>The part of the REST API with which a run prepares its users and planets.</summary>
internal sealed class AdminApi : IDisposable
{
    private const int Bulk = 1000;
    private const int PlanetsAtOnce = 8;

    private readonly HttpClient _http;

    private AdminApi(HttpClient http) => _http = http;

    /// <summary>Logs the administrator of a server of this run in.</summary>
    public static Task<AdminApi> LogInAsync(ServerProcess server) =>
        LogInAsync(server.Address, ServerProcess.AdminEmail, ServerProcess.AdminPassword);

    /// <summary>Logs an administrator in.</summary>
    public static async Task<AdminApi> LogInAsync(Uri server, string email, string password)
    {
        var api = new AdminApi(
            new HttpClient { BaseAddress = new Uri(server, "/api/v1/"), Timeout = TimeSpan.FromMinutes(5) }
        );
        var answer = await api.CallAsync("auth/login", null, new { email, password });
        api._http.DefaultRequestHeaders.Authorization = Bearer((string)answer["accessToken"]!);
        return api;
    }

    /// <summary>Makes users without rate limits and puts them into planets of <paramref name="users"/> / <paramref name="planets"/>.</summary>
    public async Task<LoadWorld> MakeWorldAsync(int users, int planets)
    {
        var run = Guid.NewGuid().ToString("N")[..12];
        var userIds = new List<string>();
        var tokens = new List<string>();
        foreach (var chunk in Enumerable.Range(0, users).Chunk(Bulk))
        {
            var made = await CallAsync(
                "admin/users",
                null,
                chunk.Select(i => new { email = $"load-{run}-{i}@example.com", displayName = $"load {i}" })
            );
            var ids = Items(made).Select(item => (string)item["userId"]!).ToList();
            var issued = await CallAsync("admin/tokens", null, new { userIds = ids, limits = "none" });
            userIds.AddRange(ids);
            tokens.AddRange(Items(issued).Select(item => (string)item["accessToken"]!));
        }

        var planetIds = new string[planets];
        await Parallel.ForAsync(
            0,
            planets,
            new ParallelOptions { MaxDegreeOfParallelism = PlanetsAtOnce },
            async (i, _) =>
            {
                var planet = await CallAsync(
                    "planets",
                    tokens[i],
                    new { name = $"load {run} {i}", memberIds = Array.Empty<string>() }
                );
                planetIds[i] = (string)planet["id"]!;
                foreach (var members in userIds.Where((_, user) => user % planets == i).Chunk(Bulk))
                {
                    await CallAsync($"admin/planets/{planetIds[i]}/members", null, new { userIds = members });
                }
            }
        );
        return new LoadWorld(tokens, planetIds);
    }

    /// <summary>Connections that the web nodes have open; they say so every 5 s.</summary>
    public async Task<int> ConnectionsAsync()
    {
        var cluster = await _http.GetFromJsonAsync<JsonObject>("admin/cluster");
        return cluster!["webNodes"]!.AsArray().Sum(node => (int)node!["connections"]!);
    }

    /// <summary>Bytes allocated by the web nodes, and deliveries, since they started; they say so every 5 s.</summary>
    public async Task<(long Bytes, long Deliveries)> AllocatedAsync()
    {
        var cluster = await _http.GetFromJsonAsync<JsonObject>("admin/cluster");
        var nodes = cluster!["webNodes"]!.AsArray();
        return (nodes.Sum(node => (long)node!["allocatedBytes"]!), nodes.Sum(node => (long)node!["deliveries"]!));
    }

    public void Dispose() => _http.Dispose();

    private static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);

    private static IEnumerable<JsonNode> Items(JsonNode answer) => answer["items"]!.AsArray().Select(item => item!);

    private async Task<JsonNode> CallAsync(string path, string? token, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (token is not null)
        {
            request.Headers.Authorization = Bearer(token);
        }

        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text.Length == 0 ? "{}" : text)!
            : throw new HttpRequestException($"POST {path}: {(int)response.StatusCode} {text}");
    }
}
