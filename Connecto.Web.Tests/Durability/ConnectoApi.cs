using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Connecto.Web.Tests.Durability;

/// <summary>The part of REST that a run needs: to make its users and planets, and to read afterwards.</summary>
internal sealed class ConnectoApi(Uri server) : IDisposable
{
    private readonly HttpClient _http = new()
    {
        BaseAddress = new Uri(server, "/api/v1/"),
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>The administrator's access token.</summary>
    public async Task<string> LogInAsync(string email, string password, CancellationToken cancellation) =>
        (await PostAsync("auth/login", null, new { email, password }, cancellation)).Text("accessToken");

    /// <summary>Makes users to whom no rate limits apply, named <c>u0</c>, <c>u1</c> and so on.</summary>
    public async Task<IReadOnlyList<ChatUser>> MakeUsersAsync(string admin, int count, CancellationToken cancellation)
    {
        var names = Enumerable.Range(0, count).Select(number => $"u{number}").ToList();
        var users = names.Select(name => new { email = $"{name}@example.com", displayName = name });
        var made = await PostAsync("admin/users", admin, users, cancellation);
        var ids = made.Items("items").Select(user => user.Text("userId")).ToList();
        var tokens = await PostAsync("admin/tokens", admin, new { userIds = ids, limits = "none" }, cancellation);
        return
        [
            .. tokens
                .Items("items")
                .Select((item, number) => new ChatUser(ids[number], names[number], item.Text("accessToken"))),
        ];
    }

    /// <summary>Makes a group of the owner's own and puts the members into it; answers its id.</summary>
    public async Task<string> MakePlanetAsync(
        string admin,
        ChatUser owner,
        IEnumerable<ChatUser> members,
        CancellationToken cancellation
    )
    {
        var group = new { name = "durability", memberIds = Array.Empty<string>() };
        var planetId = (await PostAsync("planets", owner.Token, group, cancellation)).Text("id");
        var userIds = members.Select(member => member.Id).ToList();
        await PostAsync($"admin/planets/{planetId}/members", admin, new { userIds }, cancellation);
        return planetId;
    }

    /// <summary>GETs a path under <c>/api/v1</c>.</summary>
    /// <exception cref="HttpRequestException">The answer is none of 2xx; the message tells what it says.</exception>
    public Task<JsonElement> GetAsync(string path, string token, CancellationToken cancellation) =>
        CallAsync(HttpMethod.Get, path, token, null, cancellation);

    private Task<JsonElement> PostAsync(string path, string? token, object body, CancellationToken cancellation) =>
        CallAsync(HttpMethod.Post, path, token, body, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> CallAsync(
        HttpMethod method,
        string path,
        string? token,
        object? body,
        CancellationToken cancellation
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        return response.IsSuccessStatusCode
            ? JsonElement.Parse(text.Length == 0 ? "{}" : text)
            : throw new HttpRequestException($"{method} {path}: {(int)response.StatusCode} {text}");
    }
}
