using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Connecto.Bench.Clients;

/// <summary>Calls the REST API of one server. Thread-safe.</summary>
internal sealed class RestApi(Uri server, TimeSpan patience) : IDisposable
{
    private static readonly TimeSpan ServedWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http = new() { BaseAddress = new Uri(server, "/api/v1/"), Timeout = patience };

    /// <summary>Calls again while the server says that it cannot for now, a minute at most.</summary>
    /// <inheritdoc cref="CallAsync"/>
    public static async Task<JsonElement> UntilServedAsync(Func<Task<JsonElement>> call)
    {
        for (var since = Stopwatch.GetTimestamp(); ; await Task.Delay(Again))
        {
            try
            {
                return await call();
            }
            catch (RestRefusedException refusal)
                when (refusal.Code == "unavailable" && Stopwatch.GetElapsedTime(since) < ServedWithin)
            {
                // Once more.
            }
        }
    }

    /// <summary>GETs a path under <c>/api/v1</c>.</summary>
    /// <inheritdoc cref="CallAsync"/>
    public Task<JsonElement> GetAsync(string path, string token, CancellationToken cancellation = default) =>
        CallAsync(HttpMethod.Get, path, token, null, cancellation);

    /// <summary>POSTs to a path under <c>/api/v1</c>.</summary>
    /// <inheritdoc cref="CallAsync"/>
    public Task<JsonElement> PostAsync(
        string path,
        string? token,
        object body,
        CancellationToken cancellation = default
    ) => CallAsync(HttpMethod.Post, path, token, body, cancellation);

    /// <summary>Calls a path under <c>/api/v1</c>; an answer without a body is an empty object.</summary>
    /// <exception cref="RestRefusedException">The answer is none of 2xx.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached, or went away meanwhile.</exception>
    /// <exception cref="OperationCanceledException">No answer came in time.</exception>
    public async Task<JsonElement> CallAsync(
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
            : throw new RestRefusedException($"{method} {path}", response.StatusCode, text);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
