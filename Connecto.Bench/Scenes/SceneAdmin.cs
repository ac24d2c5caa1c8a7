using Connecto.Bench.Clients;
using Connecto.Bench.Load;
using Connecto.Ids;

namespace Connecto.Bench.Scenes;

/// <summary>What a run asks of its server as an administrator.</summary>
internal sealed class SceneAdmin : IDisposable
{
    private const int Bulk = 1_000;
    private const int SlowMs = 1_000;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private readonly RestApi _api;

    private SceneAdmin(RestApi api, string token) => (_api, Token) = (api, token);

    public string Token { get; }

    public static async Task<SceneAdmin> LogInAsync(ServerProcess server)
    {
        var api = new RestApi(server.Address, _patience);
        var login = new { email = ServerProcess.AdminEmail, password = ServerProcess.AdminPassword };
        var answer = await RestApi.UntilServedAsync(() => api.PostAsync("auth/login", null, login));
        return new SceneAdmin(api, answer.Text("accessToken"));
    }

    /// <summary>Tokens without limits, in the order of the users.</summary>
    public async Task<IReadOnlyList<string>> TokensAsync(IEnumerable<Snowflake> users)
    {
        var tokens = new List<string>();
        foreach (var chunk in users.Chunk(Bulk))
        {
            var body = new { userIds = chunk.Select(id => id.ToString()), limits = "none" };
            var issued = await _api.PostAsync("admin/tokens", Token, body);
            tokens.AddRange(issued.Items("items").Select(item => item.Text("accessToken")));
        }
        return tokens;
    }

    /// <summary>The milliseconds of the longest run of each query that took a second or more since the server started.</summary>
    public async Task<IReadOnlyDictionary<string, double>> SlowQueriesAsync()
    {
        var answer = await _api.GetAsync("admin/queries", Token);
        return answer
            .Items("queries")
            .Select(query => (Name: query.Text("name"), Longest: query.GetProperty("longestMs").GetDouble()))
            .Where(query => query.Longest >= SlowMs)
            .GroupBy(query => query.Name, query => query.Longest)
            .ToDictionary(same => same.Key, same => same.Max());
    }

    public void Dispose() => _api.Dispose();
}
